/*
 * How long the queries of the dashboard's Explore, Overview and Leaderboard pages take on a seeded database (a built
 * checkout; see bench/seed.mjs, and run the task rebuild_rollups and rebuild_ratings before: bench/ratings.mjs does):
 *
 *   node bench/explore.mjs --database postgres://… [--rounds 10] [--only <word>] [--explain 300]
 *
 * Calls the services of feedback-api in this process, so that HTTP is left out and everything else is in. Prints the
 * least, the median and the 95th percentile of each filter and page depth, and with --explain the plans of every page
 * whose median is longer. The least says what a quiet machine would do.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createDataSource, Transactions } from '../packages/database/dist/index.js';
import { RecordsRepository } from '../apps/feedback-api/dist/records/records.repository.js';
import { RecordsService } from '../apps/feedback-api/dist/records/records.service.js';
import { WordSearch } from '../apps/feedback-api/dist/records/word-search.js';
import { LeaderboardRepository } from '../apps/feedback-api/dist/leaderboard/leaderboard.repository.js';
import { LeaderboardService } from '../apps/feedback-api/dist/leaderboard/leaderboard.service.js';
import { StatisticsRepository } from '../apps/feedback-api/dist/statistics/statistics.repository.js';
import { StatisticsService } from '../apps/feedback-api/dist/statistics/statistics.service.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: process.env.DATABASE_URL ?? '' },
    rounds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    explain: { type: 'string', default: '0' },
  },
});
const rounds = Number(values.rounds);
const dataSource = createDataSource({ url: values.database, poolSize: 4 });
await dataSource.initialize();
/** Keeps what was asked, so that the slow ones can be explained. */
class WatchedTransactions extends Transactions {
  statements = [];

  survey(work) {
    return super.survey((tx) =>
      work({
        query: (text, parameters) => {
          if (!/^(set|explain) /.test(text)) this.statements.push([text, parameters]);
          return tx.query(text, parameters);
        },
      }),
    );
  }
}
const transactions = new WatchedTransactions(dataSource);
const records = new RecordsService(
  new RecordsRepository(transactions, new WordSearch(transactions)),
);
const statistics = new StatisticsService(new StatisticsRepository(transactions));
const leaderboard = new LeaderboardService(new LeaderboardRepository(transactions));
const [rows] = await dataSource.query(`
  select (select count(*) from feedback) as feedback, (select count(*) from conversation) as conversations,
         (select max(created_at) from feedback) as latest`);
const [{ participant_id: participant }] = await dataSource.query(
  `select participant_id from feedback_fact group by 1 order by count(*) desc limit 1`,
);
const [{ id: invite }] = await dataSource.query(`select id from invite order by label limit 1`);
const ago = (days) => new Date(rows.latest.getTime() - days * 86_400_000).toISOString();

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
  'words that seldom meet': { search: 'planet1 water6' },
  'a phrase': { search: '"tree river"' },
  'all but a word': { search: '-tree4' },
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
/** Words of the seed's texts, rare to frequent; the share of turns that have them is counted. */
const words = [
  'planet1',
  'winter2',
  'tree2e',
  'tree4',
  'how',
  'what',
  'what or how',
  'what or how or r',
  'with',
  'river',
];
const besides = {
  '': {},
  ' of a chatbot': { chatbot: 'seed-writer' },
  ', thumbs down': { value: 'down' },
};
const atDepth = (share) =>
  Buffer.from(
    `${new Date(rows.latest.getTime() - share * 180 * 86_400_000).toISOString().replace('Z', '000Z')} ffffffff-ffff-7fff-8fff-ffffffffffff`,
  ).toString('base64url');

async function measure(name, call) {
  if (!name.includes(values.only)) return;
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    transactions.statements = [];
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (q) => times[Math.min(times.length - 1, Math.floor(q * times.length))];
  const cells = [0, 0.5, 0.95].map((q) => at(q).toFixed(0).padStart(6));
  console.log(`| ${name.padEnd(68)} | ${cells.join(' | ')} |`);
  if (Number(values.explain) > 0 && at(0.5) > Number(values.explain)) await explain();
}

async function explain() {
  for (const [text, parameters] of [...transactions.statements]) {
    const plan = await transactions.survey((tx) =>
      tx.query(`explain (analyze, buffers) ${text}`, parameters),
    );
    console.log(plan.map((line) => line['QUERY PLAN']).join('\n'), '\n', text, parameters);
  }
}

console.log(`| ${''.padEnd(68)} |  least | median | p95 ms |`);
for (const [name, filter] of Object.entries(filters))
  await measure(`feedback: ${name}`, () => records.list({ ...page, ...filter }));
for (const share of [0.1, 0.5, 0.95])
  await measure(`feedback: page ${share * 100} % deep`, () =>
    records.list({ ...page, cursor: atDepth(share) }),
  );
await measure('feedback: thumbs down, 95 % deep', () =>
  records.list({ ...page, ...filters['thumbs down'], cursor: atDepth(0.95) }),
);
for (const name of ['no filter', 'thumbs down', 'model and version', 'six at once'])
  await measure(`bars: ${name}`, () => records.facets({ current: true, ...filters[name] }));
for (const [name, filter] of Object.entries(filters))
  await measure(`conversations: ${name}`, () => records.listConversations({ ...page, ...filter }));
for (const share of [0.1, 0.5, 0.95])
  await measure(`conversations: page ${share * 100} % deep`, () =>
    records.listConversations({ ...page, cursor: atDepth(share) }),
  );
await measure('conversations: thumbs down, 95 % deep', () =>
  records.listConversations({ ...page, ...filters['thumbs down'], cursor: atDepth(0.95) }),
);
for (const search of words) {
  const [{ share }] = await dataSource.query(
    `select avg((document @@ websearch_to_tsquery('simple', $1))::int) * 100 as share from turn_search`,
    [search],
  );
  const of = `in ${Number(share).toPrecision(2)} % of turns`;
  for (const [beside, filter] of Object.entries(besides)) {
    const query = { ...filter, search };
    await measure(`words: feedback, ${of}${beside}`, () => records.list({ ...page, ...query }));
    await measure(`words: conversations, ${of}${beside}`, () =>
      records.listConversations({ ...page, ...query }),
    );
    await measure(`words: bars, ${of}${beside}`, () => records.facets({ current: true, ...query }));
    for (const share of [0.5, 0.95]) {
      const cursor = atDepth(share);
      const deep = `${share * 100} % deep`;
      await measure(`words: feedback, ${of}${beside}, ${deep}`, () =>
        records.list({ ...page, ...query, cursor }),
      );
      await measure(`words: conversations, ${of}${beside}, ${deep}`, () =>
        records.listConversations({ ...page, ...query, cursor }),
      );
    }
  }
}
await measure('overview, all time', () => statistics.overview({}));
await measure('overview, 7 days', () => statistics.overview({ from: ago(7) }));
await measure('overview, 100 days from within a minute', () =>
  statistics.overview({ from: ago(140.123), to: ago(40.321) }),
);
await measure('overview, a chatbot', () => statistics.overview({ chatbot: 'seed-arena' }));
await measure('overview, a mode in 30 days', () =>
  statistics.overview({ mode: 'vote', from: ago(30) }),
);
await measure('breakdown by model, all time', () => statistics.breakdown({ by: 'model' }));
await measure('series by day, all time', () =>
  statistics.series({ step: 'day', timeZone: 'Europe/Berlin', to: ago(0) }),
);
await measure('latest events', () => statistics.latestEvents({ limit: 20 }));
await measure('leaderboard', () => leaderboard.get(undefined));
await measure('leaderboard of a chatbot', () => leaderboard.get('seed-arena'));
await measure('rank history, 90 days', () => leaderboard.history({ days: 90 }));
await measure('battles of two models', () =>
  leaderboard.battles({
    ...{ first: 'seed-03', firstVersion: 1, second: 'seed-07', secondVersion: 1, limit: 50 },
  }),
);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${rows.feedback} feedback, ${rows.conversations} conversations; ` +
    `${rounds} rounds; load ${loadavg()[0].toFixed(1)}`,
);
await dataSource.destroy();
