/*
 * How long analytics-worker takes to rate all models anew, and to compute all rollups anew, on a seeded database on this
 * machine (a built checkout; see bench/seed.mjs):
 *
 *   node bench/seed.mjs --database postgres://… --arena 1 --models 50 --feedback 1070000
 *   taskset -c 0 node bench/ratings.mjs --database postgres://… [--rounds 3] [--without-rollups]
 *
 * Prints for each the time, and the processor time of this process and of its one Postgres backend (Linux), whose sum is
 * what it takes on one core with nothing else to do. Everything is written as in production.
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createDataSource, Transactions } from '../packages/database/dist/index.js';
import { createLogger } from '../packages/observability/dist/index.js';
import { RATING_SETTINGS } from '../apps/analytics-worker/dist/ratings/rate-models.js';
import { RatingsRepository } from '../apps/analytics-worker/dist/ratings/ratings.repository.js';
import { RatingsService } from '../apps/analytics-worker/dist/ratings/ratings.service.js';
import { RollupsRepository } from '../apps/analytics-worker/dist/rollups/rollups.repository.js';
import { RollupsService } from '../apps/analytics-worker/dist/rollups/rollups.service.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: process.env.DATABASE_URL ?? '' },
    rounds: { type: 'string', default: '3' },
    'without-rollups': { type: 'boolean', default: false },
  },
});
// One connection, so that its backend is the one that does the work.
const dataSource = createDataSource({ url: values.database, poolSize: 1 });
await dataSource.initialize();
const transactions = new Transactions(dataSource);
const logger = createLogger({ service: 'bench', level: 'silent' });
const relay = { publish: () => Promise.resolve() };
const [{ pid }] = await dataSource.query('select pg_backend_pid() as pid');
const [rows] = await dataSource.query(`
  select count(*) filter (where f.kind = 'ranking') as rankings, count(*) as feedback,
         (select count(distinct model_id) from candidate) as models
  from feedback_fact f where f.current and f.value <> 'undo'`);

/** Seconds of processor time of the backend so far; in `proc(5)` they are the 14th and 15th field, in hundredths. */
function backendCpu() {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(name, work) {
  const times = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const before = { at: performance.now(), own: process.cpuUsage(), backend: backendCpu() };
    await work();
    const { user, system } = process.cpuUsage(before.own);
    const node = (user + system) / 1e6;
    const postgres = backendCpu() - before.backend;
    const seconds = (performance.now() - before.at) / 1_000;
    times.push({ seconds, node, postgres, cpu: node + postgres });
  }
  const [least] = times.toSorted((a, b) => a.cpu - b.cpu);
  const cells = ['seconds', 'node', 'postgres', 'cpu'].map((key) => least[key].toFixed(1));
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

console.log('| | s | node, CPU s | Postgres, CPU s | CPU s |\n| --- | --- | --- | --- | --- |');
if (!values['without-rollups']) {
  const repository = new RollupsRepository(transactions);
  const rollups = new RollupsService(transactions, repository, relay, logger);
  await measure('all rollups', () => rollups.rebuildAll());
}
const ratings = new RatingsService(
  transactions,
  new RatingsRepository(transactions),
  relay,
  logger,
);
await measure('all ratings', () => ratings.rebuild());
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${rows.rankings} rankings among ${rows.feedback} current ` +
    `pieces of feedback, ${rows.models} models, ${RATING_SETTINGS.rounds} bootstrap rounds; the quickest of ${values.rounds}; load ${loadavg()[0].toFixed(1)}`,
);
await dataSource.destroy();
