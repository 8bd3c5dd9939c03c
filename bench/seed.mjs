/*
 * Fills a migrated database with talk and feedback that looks like a real team's, by set-based SQL (a built checkout):
 *
 *   node bench/seed.mjs --database postgres://… [--conversations 300000] [--feedback 1000000] [--models 12]
 *     [--arena 0.38] [--seed 1]
 *
 * The database must be one that koi has migrated and that has no conversations yet. The same numbers and the same seed
 * give the same rows. Models have planted strengths, the last one the greatest; who talks how much follows a power
 * law, lengths are lognormal, `--arena` is the share of conversations whose answers are compared, over 180 days that end at a fixed moment.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const pg = createRequire(new URL('../packages/database/package.json', import.meta.url))('pg');
const { values } = parseArgs({
  options: {
    database: { type: 'string', default: process.env.DATABASE_URL ?? '' },
    conversations: { type: 'string', default: '300000' },
    feedback: { type: 'string' },
    models: { type: 'string', default: '12' },
    arena: { type: 'string', default: '0.38' },
    seed: { type: 'string', default: '1' },
    /** ISO time of the last message. */
    until: { type: 'string', default: '2026-11-26T00:00:00Z' },
  },
});
const conversations = Number(values.conversations);
// 3.5 turns a conversation; enough of them have feedback.
const feedback = Number(values.feedback ?? Math.round((conversations * 10) / 3));
if (!values.database) throw new Error('Name a database: --database postgres://…');
for (const [name, number] of Object.entries({
  conversations,
  feedback,
  models: Number(values.models),
}))
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} must be a positive whole number.`);

if (!(Number(values.arena) >= 0 && Number(values.arena) <= 1))
  throw new Error('--arena must be a share from 0 to 1.');

const client = new pg.Client({ connectionString: values.database });
await client.connect();
const { rows: existing } = await client.query('select 1 from conversation limit 1');
if (existing.length > 0)
  throw new Error('The database has conversations already; seed an empty one.');

const settings = {
  conversations,
  feedback,
  models: Number(values.models),
  arena: Number(values.arena),
  seed: Number(values.seed),
  until: `'${new Date(values.until).toISOString()}'::timestamptz`,
};
const sql = readFileSync(new URL('seed/seed.sql', import.meta.url), 'utf8').replace(
  /:(\w+):/g,
  (_, name) => settings[name],
);
const began = performance.now();
await client.query('begin');
// Without triggers and foreign keys, whose checks row by row would take most of the time: the statements keep to them by
// themselves. CHECK and unique constraints hold as always.
await client.query(`set local session_replication_role = replica`);
await client.query(`set local work_mem = '256MB'`);
for (const statement of sql.split(/^-- ;$/m)) {
  const [, title] = /^-- (.+)$/m.exec(statement) ?? [];
  const started = performance.now();
  await client.query(statement);
  console.log(`${((performance.now() - started) / 1_000).toFixed(1).padStart(7)} s  ${title}`);
}
await client.query('commit');
for (const table of [
  'conversation',
  'turn',
  'candidate',
  'feedback',
  'current_feedback',
  'feedback_fact',
  'conversation_fact',
  'participant_hour',
  'participant_day',
  'participant_month',
  'turn_search',
  'participant',
])
  await client.query(`vacuum (analyze) ${table}`);
const { rows } = await client.query(`
  select (select count(*) from conversation) as conversations, (select count(*) from turn) as turns,
         (select count(*) from candidate) as candidates, (select count(*) from feedback) as feedback,
         (select count(*) from current_feedback where kind = 'vote' and value <> 'undo') as votes,
         (select count(*) from current_feedback where kind = 'ranking' and value <> 'undo') as rankings,
         pg_size_pretty(pg_database_size(current_database())) as size`);
console.log(rows[0], `${((performance.now() - began) / 1_000).toFixed(0)} s`);
console.log(
  'Rollups: the analytics-worker recomputes the minutes that are marked, or run its task rebuild_rollups.',
);
await client.end();
