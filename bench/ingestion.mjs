/*
 * Votes a second through the `feedback` queue, beside plain single-row committed inserts on the same server in the
 * same run (a built checkout; needs `pgbench`, and `redis-server` for Redis):
 *
 *   node bench/ingestion.mjs [--votes 10000] [--clients 16] [--rounds 3] [--cpu-profile <folder>]
 *
 * Starts an embedded Postgres with its default settings and the real feedback-api, once with queues on Postgres and once
 * on Redis (append-only file, synced with each write). `--clients` votes at a time are under way, as from so many
 * requests of the gateway: each is added as a job and is over once its reply has come. pgbench uses as many clients.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { feedbackQueue } from '../packages/contracts/dist/index.js';
import { createDataSource, migrateDatabase } from '../packages/database/dist/index.js';
import { EmbeddedPostgres, freePort } from '../packages/embedded/dist/index.js';
import { createLogger } from '../packages/observability/dist/index.js';
import {
  createRelay,
  migrateQueues,
  queueBackend,
  Requester,
} from '../packages/queues/dist/index.js';

const { values } = parseArgs({
  options: {
    votes: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '3' },
    /** Writes a V8 profile of feedback-api of each backend there. */
    'cpu-profile': { type: 'string' },
  },
});
const votes = Number(values.votes);
const clients = Number(values.clients);
const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'koi-bench-'));
chmodSync(directory, 0o755);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Starts a program and waits until what it prints matches `ready`. */
async function start(command, args, ready, env = {}) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env } });
  let printed = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => (printed = (printed + part).slice(-20_000)));
  while (!ready.test(printed)) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}

/** Single rows, each committed by itself, of about the width of a piece of feedback. */
function plainInserts(url) {
  const script = join(directory, 'insert.sql');
  writeFileSync(
    script,
    `insert into bench_insert (id, participant_id, target_id, value, shown) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'up', '["0192f0c1-2222-7000-8000-000000000000"]');\n`,
  );
  const printed = execFileSync(
    'pgbench',
    ['-n', '-M', 'prepared', '-c', clients, '-j', '2', '-T', '10', '-f', script, url].map(String),
    { encoding: 'utf8' },
  );
  return Number(/^tps = ([\d.]+)/m.exec(printed)?.[1]);
}

async function startRedis() {
  const port = await freePort();
  const args = {
    port,
    bind: '127.0.0.1',
    dir: directory,
    appendonly: 'yes',
    appendfsync: 'always',
  };
  const flags = Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const stop = await start('redis-server', flags, /Ready to accept connections/);
  return { url: `redis://127.0.0.1:${port}`, stop };
}

/** Votes a second from the first job added to the last reply; each round votes on answers that have none yet. */
async function throughQueue(databaseUrl, redisUrl, answers) {
  const backend = queueBackend({ databaseUrl, redisUrl, poolSize: 20 });
  const relay = createRelay(backend, createLogger({ service: 'bench', level: 'silent' }));
  const requester = new Requester(feedbackQueue, backend, relay);
  const profile = values['cpu-profile'];
  const stop = await start(
    process.execPath,
    [
      ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []),
      join(root, 'apps/feedback-api/dist/main.js'),
    ],
    /"ready"/,
    {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl ?? '',
      PORT: String(await freePort()),
      LOG_LEVEL: 'info',
      KOI_COOKIE_SECRET: randomUUID(),
      KOI_DASHBOARD_TOKEN: randomUUID(),
      KOI_STORAGE_DIR: directory,
    },
  );
  const one = async ({ candidateId, participantId }) => {
    const answer = await requester.request(
      {
        kind: 'vote',
        idempotencyKey: randomUUID(),
        acceptedAt: new Date().toISOString(),
        ...{ candidateId, participantId, value: 'up' },
      },
      { timeoutMs: 60_000 },
    );
    if (answer.result?.status !== 'stored') throw new Error(JSON.stringify(answer));
  };
  const all = async (wanted) => {
    const began = performance.now();
    await Promise.all(
      Array.from({ length: clients }, async () => {
        for (let next = wanted.pop(); next; next = wanted.pop()) await one(next);
      }),
    );
    return (performance.now() - began) / 1_000;
  };
  try {
    await all(answers.splice(0, 500));
    return votes / (await all(answers.splice(0, votes)));
  } finally {
    await stop();
    await requester.close();
    await relay.close();
    await backend.close();
  }
}

const postgres = new EmbeddedPostgres({ directory: join(directory, 'postgres') });
await postgres.start();
const url = await postgres.createDatabase('bench');
const dataSource = createDataSource({ url, poolSize: 2 });
const redis = await startRedis();
try {
  await migrateDatabase(url);
  const queues = queueBackend({ databaseUrl: url });
  await migrateQueues(queues);
  await queues.close();
  const rounds = Number(values.rounds);
  const needed = (votes + 500) * 2 * rounds;
  // Almost nothing of it has feedback; a little more than half of its messages have an answer that can be voted on.
  const seed = ['bench/seed.mjs', '--database', url, '--feedback', '1'];
  execFileSync(process.execPath, [...seed, '--conversations', String(Math.ceil(needed / 1.8))], {
    cwd: root,
  });
  await dataSource.initialize();
  await dataSource.query(`create table bench_insert (id uuid primary key, participant_id uuid not null, target_id uuid not null,
    value text not null, shown jsonb not null, created_at timestamptz not null default now())`);
  const answers = await dataSource.query(
    `select c.id as "candidateId", v.participant_id as "participantId"
     from candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
     where t.feedback_mode = 'vote' and c.position = 0 and not exists (select from feedback f where f.turn_id = t.id)
     order by c.id limit $1`,
    [needed],
  );
  if (answers.length < needed) throw new Error(`Only ${answers.length} of ${needed} answers.`);
  const results = { plain: [], postgres: [], redis: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.plain.push(plainInserts(url));
    results.postgres.push(await throughQueue(url, undefined, answers));
    results.redis.push(await throughQueue(url, redis.url, answers));
    console.log(
      Object.entries(results)
        .map(([name, rates]) => `${name} ${rates.at(-1).toFixed(0)}/s`)
        .join(', '),
      `load ${loadavg()[0].toFixed(1)}`,
    );
  }
  const plain = median(results.plain);
  console.log(
    `\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${votes} votes, ${clients} at a time, ${rounds} rounds in turn, medians`,
  );
  console.log('| | a second | of plain inserts |\n| --- | --- | --- |');
  for (const [name, rates] of [
    ['plain inserts (pgbench)', results.plain],
    ['votes, queue on Postgres', results.postgres],
    ['votes, queue on Redis', results.redis],
  ])
    console.log(
      `| ${name} | ${median(rates).toFixed(0)} | ${((100 * median(rates)) / plain).toFixed(0)} % |`,
    );
} finally {
  if (dataSource.isInitialized) await dataSource.destroy();
  await redis.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
