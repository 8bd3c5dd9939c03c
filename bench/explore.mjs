/*
 * How long the Explore page's queries take on a seeded database (a built checkout; see bench/seed.mjs):
 *
 *   node bench/explore.mjs --database postgres://… [--rounds 10] [--explain 300]
 *
 * Calls the services of feedback-api in this process, so that HTTP is left out and everything else is in. Prints median and
 * 95th percentile of each filter and page depth, and with --explain the plan of every page that takes longer.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createDataSource, Transactions } from '../packages/database/dist/index.js';
import { RecordsRepository } from '../apps/feedback-api/dist/records/records.repository.js';
import { RecordsService } from '../apps/feedback-api/dist/records/records.service.js';
import { pageSql, countSql } from '../apps/feedback-api/dist/records/feedback-query.js';
import { StatisticsRepository } from '../apps/feedback-api/dist/statistics/statistics.repository.js';
import { StatisticsService } from '../apps/feedback-api/dist/statistics/statistics.service.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: process.env.DATABASE_URL ?? '' },
    rounds: { type: 'string', default: '10' },
    explain: { type: 'string', default: '0' },
  },
});
const rounds = Number(values.rounds);
const dataSource = createDataSource({ url: values.database, poolSize: 4 });
await dataSource.initialize();
const transactions = new Transactions(dataSource);
const records = new RecordsService(new RecordsRepository(transactions));
const statistics = new StatisticsService(new StatisticsRepository(transactions));
const [rows] = await dataSource.query(`
  select (select count(*) from feedback) as feedback, (select count(*) from conversation) as conversations,
         (select max(created_at) from feedback) as latest`);
const [{ participant_id: participant }] = await dataSource.query(
  `select participant_id from feedback_fact group by 1 order by count(*) desc limit 1`,
);
const [{ id: invite }] = await dataSource.query(`select id from invite order by label limit 1`);
const ago = (days) => new Date(rows.latest.getTime() - days * 86_400_000).toISOString();
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${rows.feedback} feedback, ${rows.conversations} conversations`,
);

const page = { current: true, limit: 50 };
const filters = {
  'no filter': {},
  'a day': { from: ago(60), to: ago(59) },
  'the last 30 days': { from: ago(30) },
  chatbot: { chatbot: 'seed-writer' },
  model: { model: 'seed-07' },
  'model and version': { model: 'seed-07', version: 2 },
  mode: { mode: 'rank' },
  'thumbs down': { kind: 'vote', value: 'down' },
  ties: { kind: 'ranking', value: 'tie' },
  reason: { reason: 'rude' },
  participant: { participant },
  invite: { invite },
  'rare language': { language: 'ja' },
  'frequent word': { search: 'river' },
  'rare word': { search: 'planet1' },
  'words that seldom meet': { search: 'planet1 water6' },
  correction: { correction: true },
  'no comment': { comment: false },
  'first word': { questionType: 'hello' },
  'long messages': { minQuestionLength: 1000 },
  'short answers': { maxAnswerLength: 20 },
  'whole history': { current: false },
  'six at once': {
    chatbot: 'seed-helper',
    model: 'seed-03',
    value: 'down',
    reason: 'wrong',
    language: 'de',
    minAnswerLength: 200,
  },
};
const atDepth = (share) =>
  Buffer.from(
    `${new Date(rows.latest.getTime() - share * 180 * 86_400_000).toISOString().replace('Z', '000Z')} ffffffff-ffff-7fff-8fff-ffffffffffff`,
  ).toString('base64url');

async function measure(name, call) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (q) => times[Math.min(times.length - 1, Math.floor(q * times.length))];
  console.log(
    `| ${name.padEnd(44)} | ${at(0.5).toFixed(0).padStart(6)} | ${at(0.95).toFixed(0).padStart(6)} |`,
  );
  return at(0.5);
}

console.log(`| ${''.padEnd(44)} | median | p95 ms |`);
for (const [name, filter] of Object.entries(filters)) {
  const median = await measure(`feedback: ${name}`, () => records.list({ ...page, ...filter }));
  if (Number(values.explain) > 0 && median > Number(values.explain))
    for (const sql of [
      pageSql({ current: true, ...filter }, undefined, 50),
      countSql({ current: true, ...filter }),
    ]) {
      const plan = await dataSource
        .query(`explain (analyze, buffers) ${sql.text}`, sql.parameters)
        .catch((error) => [{ 'QUERY PLAN': error.message }]);
      console.log(plan.map((line) => line['QUERY PLAN']).join('\n'));
    }
}
for (const share of [0.1, 0.5, 0.95])
  await measure(`feedback: page ${share * 100} % deep`, () =>
    records.list({ ...page, cursor: atDepth(share) }),
  );
for (const name of ['no filter', 'thumbs down', 'rare word', 'six at once'])
  await measure(`bars: ${name}`, () => records.facets({ current: true, ...filters[name] }));
for (const [name, filter] of Object.entries(filters))
  await measure(`conversations: ${name}`, () => records.listConversations({ ...page, ...filter }));
await measure('overview, all time', () => statistics.overview({}));
await measure('overview, 7 days', () => statistics.overview({ from: ago(7) }));
await dataSource.destroy();
