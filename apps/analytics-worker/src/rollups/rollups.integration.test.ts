import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createLogger } from '@koi/observability';
import {
  createDataSource,
  EVERY,
  EVERY_MODE,
  latencyBin,
  latencyQuantile,
  markDirty,
  NO_MODEL,
  Transactions,
  type Tx,
} from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { Given } from '../../test/given.js';
import { LEVELS, type Level, type RollupTable } from './rollup-sql.js';
import { RollupsRepository, type Span } from './rollups.repository.js';
import { RollupCheckRepository } from './rollup-check.repository.js';
import { lastNight, RollupCheckService } from './rollup-check.service.js';
import { RollupsService } from './rollups.service.js';

// Real: Postgres, repository, service.
let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let rollups: RollupsService;
let told = 0;
const logger = createLogger({ service: 'test', level: 'silent' });
const relay = {
  publish: () => {
    told += 1;
    return Promise.resolve();
  },
};

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 12 });
  await dataSource.initialize();
  given = new Given(dataSource);
  const transactions = new Transactions(dataSource);
  rollups = new RollupsService(transactions, new RollupsRepository(transactions), relay, logger);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() =>
  dataSource.query(
    `truncate participant, chatbot, model, dirty_bucket, ${LEVELS.map(({ table }) => table).join()}, rollup_check cascade`,
  ),
);

const at = (time: string): Date => new Date(`2026-05-01T${time}Z`);
const MINUTE = at('10:07:00.000');
const dirty = (...moments: Date[]): Promise<void> => markDirty(dataSource.manager, moments);

type Row = Record<string, unknown>;
const rows = async (table: RollupTable): Promise<Row[]> => {
  const all = await dataSource.query<Row[]>(
    `select * from ${table} order by bucket, chatbot_id, model_id, mode`,
  );
  return all.map(({ computed_at: _, ...row }) => row);
};
const all = async () => ({
  stats_minute: await rows('stats_minute'),
  stats_hour: await rows('stats_hour'),
  stats_hour_subtotal: await rows('stats_hour_subtotal'),
  stats_day: await rows('stats_day'),
  stats_day_subtotal: await rows('stats_day_subtotal'),
});
/** Adds numbers, amounts by name and histograms of a row to a sum; numbers are rounded to what a decimal holds. */
function addUp(sum: Row, row: Row): Row {
  const added: Row = { ...sum };
  const add = (name: string, amount: unknown): void => {
    added[name] = Number((Number(added[name] ?? 0) + Number(amount)).toFixed(6));
  };
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'number') add(name, value);
    else if (name.endsWith('_bins'))
      for (const [index, bin] of (value as number[]).entries())
        add(`${name} ${bin}`, (row[name.replace('bins', 'counts')] as number[])[index]);
    else if (typeof value === 'object' && ['reasons', 'cost', 'errors'].includes(name))
      for (const [key, amount] of Object.entries(value as object)) add(`${name} ${key}`, amount);
  return added;
}
const nonZero = (row: Row | undefined): Row =>
  Object.fromEntries(
    Object.entries(row ?? {}).filter(
      ([, value]) =>
        value !== 0 && JSON.stringify(value) !== '{}' && JSON.stringify(value) !== '[]',
    ),
  );

test('each number stands in its own minute, under its chatbot, model and mode', async () => {
  const [modelA, modelB] = [await given.model(), await given.model()];
  const turn = await given.turn({
    mode: 'rank',
    modelIds: [modelA, modelB],
    states: ['completed', 'failed'],
    createdAt: at('10:07:59.999'),
  });
  await given.feedback(turn, 'b_better', { acceptedAt: at('10:08:00.000') });
  await dirty(at('10:07:00'), at('10:08:30'));

  expect(await rollups.sweep()).toBe(2);

  const key = { chatbot_id: turn.chatbotId, mode: 'rank' };
  const minute = { ...key, bucket: MINUTE };
  const byModel = [
    {
      ...minute,
      model_id: modelA,
      candidates: 1,
      prompt_tokens: 10,
      completion_tokens: 20,
      ttft_ms_sum: 12.1,
      ttft_count: 1,
      ttft_bins: [latencyBin(12.1)],
      ttft_counts: [1],
    },
    {
      ...minute,
      model_id: modelB,
      candidates: 1,
      failed_candidates: 1,
      prompt_tokens: 10,
      completion_tokens: 21,
      ttft_ms_sum: 12.1 + 1 / 3,
      ttft_count: 1,
      errors: { unknown: 1 },
      ttft_bins: [latencyBin(12.1 + 1 / 3)],
      ttft_counts: [1],
    },
  ];
  expect((await rows('stats_minute')).map(nonZero)).toEqual([
    { ...minute, model_id: NO_MODEL, conversations: 1, turns: 1 },
    ...byModel.map((row) => ({ ...row, ttft_ms_sum: expect.closeTo(row.ttft_ms_sum, 9) })),
    { ...key, bucket: at('10:08:00'), model_id: NO_MODEL, b_better: 1 },
  ]);
  expect((await rows('stats_hour')).map(nonZero)[0]).toEqual({
    ...key,
    bucket: at('10:00:00'),
    model_id: NO_MODEL,
    conversations: 1,
    turns: 1,
    b_better: 1,
  });
});

test('messages of two modes in one minute of one chatbot are two rows, whatever the mode of the chatbot', async () => {
  const [modelA, modelB] = [await given.model(), await given.model()];
  const ranked = await given.turn({
    mode: 'rank',
    modelIds: [modelA, modelB],
    createdAt: at('10:07:10'),
  });
  const voted = await given.turn({
    mode: 'vote',
    conversationId: ranked.conversationId,
    modelIds: [modelA],
    createdAt: at('10:07:20'),
  });
  await given.feedback(ranked, 'a_better', { acceptedAt: at('10:07:30') });
  await given.feedback(voted, 'up', { acceptedAt: at('10:07:40') });
  await dirty(MINUTE);

  await rollups.recompute(MINUTE);

  const byMode = async (table: RollupTable) =>
    (await rows(table))
      .map(({ mode, model_id, ...row }) => [
        mode,
        { [NO_MODEL]: 'none', [modelA]: 'A', [modelB]: 'B' }[model_id as string],
        ...['conversations', 'turns', 'candidates', 'a_better', 'votes_up'].map((of) => row[of]),
      ])
      .sort();
  const expected = [
    // A conversation counts in the mode of its first message.
    ['rank', 'A', 0, 0, 1, 0, 0],
    ['rank', 'B', 0, 0, 1, 0, 0],
    ['rank', 'none', 1, 1, 0, 1, 0],
    ['vote', 'A', 0, 0, 1, 0, 1],
    ['vote', 'none', 0, 1, 0, 0, 0],
  ];
  expect(await byMode('stats_minute')).toEqual(expected);
  expect(await byMode('stats_hour')).toEqual(expected);
  expect(await byMode('stats_day')).toEqual(expected);
});

test('an excluded participant counts nothing, and counts again once put back', async () => {
  await given.turn({ createdAt: at('10:07:10') });
  await dataSource.query(`update participant set excluded_at = now()`);
  await dirty(MINUTE);
  await rollups.recompute(MINUTE);
  expect(await rows('stats_minute')).toEqual([]);

  await dataSource.query(`update participant set excluded_at = null`);
  await dirty(MINUTE);
  await rollups.recompute(MINUTE);
  expect(await rows('stats_minute')).not.toEqual([]);
});

test('answers that have not ended, feedback taken back, and a minute that is not dirty count nothing', async () => {
  const turn = await given.turn({ states: ['streaming'], createdAt: at('10:07:10') });
  const undone = await given.turn({ createdAt: at('10:09:00') });
  await given.feedback(undone, 'up', { acceptedAt: at('10:07:20') });
  await dataSource.query(`update current_feedback set value = 'undo'`);
  told = 0;
  expect(await rollups.recompute(MINUTE)).toBe(false);
  expect(told).toBe(0);
  expect(await rows('stats_minute')).toEqual([]);

  await dirty(MINUTE);
  expect(await rollups.recompute(MINUTE)).toBe(true);
  expect(told).toBe(1);

  expect((await rows('stats_minute')).map(nonZero)).toEqual([
    {
      bucket: MINUTE,
      chatbot_id: turn.chatbotId,
      model_id: NO_MODEL,
      mode: 'vote',
      conversations: 1,
      turns: 1,
    },
  ]);
  expect(await rollups.recompute(MINUTE)).toBe(false);
});

test('a minute that has become empty loses its rows, and so does its hour', async () => {
  const turn = await given.turn({ createdAt: at('09:00:00') });
  await given.feedback(turn, 'down', { acceptedAt: MINUTE });
  await dirty(MINUTE);
  await rollups.sweep();
  expect(await rows('stats_hour')).toHaveLength(1);

  await dataSource.query(`update current_feedback set value = 'undo'`);
  await dirty(MINUTE);
  await rollups.sweep();

  expect(await rows('stats_minute')).toEqual([]);
  expect(await rows('stats_hour')).toEqual([]);
});

/** Lets something happen just before or just after the sources are read. */
class InterruptedRepository extends RollupsRepository {
  before = (): Promise<void> => Promise.resolve();
  after = (): Promise<void> => Promise.resolve();

  override async replace(tx: Tx, level: Level, span: Span): Promise<number> {
    const isMinute = level.table === 'stats_minute';
    if (isMinute) await this.before();
    const rows = await super.replace(tx, level, span);
    if (isMinute) await this.after();
    return rows;
  }
}

test.each(['before', 'after'] as const)(
  'a change that commits just %s the sources are read is counted in the end',
  async (when) => {
    const first = await given.turn({ createdAt: at('10:07:01') });
    await dirty(MINUTE);
    const writer = dataSource.createQueryRunner();
    await writer.startTransaction();
    await writer.query(
      `insert into turn (id, conversation_id, text, feedback_mode, idempotency_key, created_at)
       values (gen_random_uuid(), $1, 'later', 'vote', gen_random_uuid(), $2)`,
      [first.conversationId, at('10:07:02')],
    );
    await markDirty(writer.manager, [MINUTE]);
    const transactions = new Transactions(dataSource);
    const repository = new InterruptedRepository(transactions);
    repository[when] = () => writer.commitTransaction();

    expect(
      await new RollupsService(transactions, repository, relay, logger).recompute(MINUTE),
    ).toBe(true);
    await writer.release();
    const turns = { before: 2, after: 1 }[when];
    expect((await rows('stats_minute'))[0]).toMatchObject({ turns });
    expect(await rollups.sweep()).toBe(1);

    expect((await rows('stats_minute'))[0]).toMatchObject({ turns: 2 });
  },
);

test('many workers at once on the minutes of one hour count each thing once; a rebuild gives the same rows', async () => {
  const minutes = Array.from({ length: 10 }, (_, index) => at(`10:1${index}:00`));
  for (const [index, minute] of minutes.entries()) {
    const turn = await given.turn({
      mode: index % 2 ? 'rank' : 'vote',
      createdAt: minute,
    });
    await given.feedback(turn, index % 2 ? 'tie' : 'up', { acceptedAt: minute });
  }
  await dirty(...minutes, ...minutes, ...minutes);

  await Promise.all([...minutes, ...minutes].map((minute) => rollups.recompute(minute)));

  const kept = await all();
  expect(kept.stats_hour.reduce((sum, row) => sum + Number(row['turns']), 0)).toBe(10);
  expect(kept.stats_hour.reduce((sum, row) => sum + Number(row['ties']), 0)).toBe(5);
  expect(await rollups.rebuildAll()).toBe(Object.values(kept).flat().length);
  expect(await all()).toEqual(kept);
});

test('reasons, cost, errors, words, fallbacks and latencies add up from minutes to days', async () => {
  const modelId = await given.model();
  const chatbotId = await given.chatbot();
  const moments = ['10:07:01', '10:07:40', '10:09:00', '11:30:00', '23:59:59'].map(at);
  const latencies = [3, 250, 251, 4_000, 61_000];
  for (const [index, createdAt] of moments.entries()) {
    const turn = await given.turn({ chatbotId, modelIds: [modelId], createdAt });
    await dataSource.query(
      `update candidate set ttft_ms = $2::float8, duration_ms = $2::float8 * 2, cost = $3, cost_currency = $4 where turn_id = $1`,
      [turn.turnId, latencies[index], `0.00000${index}1`, index % 2 ? 'EUR' : 'USD'],
    );
    await given.feedback(turn, 'down', {
      acceptedAt: createdAt,
      reasons: ['wrong', 'too_long'].slice(index % 2),
    });
    await given.words(turn, 'comment', 'Hm.', createdAt);
    await given.words(turn, 'correction', 'So it is.', createdAt);
  }
  const failed = await given.turn({
    chatbotId,
    modelIds: [modelId],
    states: ['failed'],
    createdAt: moments[0],
  });
  await dataSource.query(
    `update candidate set failure_kind = 'rate_limited', fallback_for_model_id = $2, ttft_ms = null where turn_id = $1`,
    [failed.turnId, await given.model()],
  );
  await dirty(...moments);

  expect(await rollups.sweep()).toBe(4);

  const [day] = (await rows('stats_day')).filter((row) => row['model_id'] === modelId);
  expect(day).toMatchObject({
    bucket: at('00:00:00'),
    candidates: 6,
    failed_candidates: 1,
    fallbacks: 1,
    corrections: 5,
    comments: 5,
    votes_down: 5,
    reasons: { too_long: 5, wrong: 3 },
    errors: { rate_limited: 1 },
    cost: { USD: 0.0000063, EUR: 0.0000042 },
    ttft_counts: [1, 2, 1, 1],
    ttft_bins: [3, 250, 4_000, 61_000].map(latencyBin),
    duration_bins: [6, 500, 8_000, 122_000].map(latencyBin),
  });
  const bins = (day?.['ttft_bins'] as number[]).map((bin, index) => ({
    bin,
    count: (day?.['ttft_counts'] as number[])[index] ?? 0,
  }));
  expect(Math.abs((latencyQuantile(bins, 0.5) ?? 0) - 251)).toBeLessThan(251 * 0.05);
  expect((await rows('stats_hour')).filter((row) => row['model_id'] === modelId)).toHaveLength(3);
  const kept = await all();
  await rollups.rebuildAll();
  expect(await all()).toEqual(kept);
});

test('subtotals are the sums over chatbots, over models, over both, of one mode and of all', async () => {
  const chatbots = [await given.chatbot(), await given.chatbot()];
  const models = [await given.model(), await given.model()];
  for (let index = 0; index < 12; index += 1) {
    const turn = await given.turn({
      chatbotId: chatbots[index % 2],
      modelIds: [models[(index >> 1) % 2] ?? ''],
      mode: index % 3 === 0 ? 'rank' : 'vote',
      createdAt: at(`1${index % 4}:07:00`),
    });
    await dataSource.query(
      `update candidate set ttft_ms = $2, cost = 0.1, cost_currency = 'EUR' where turn_id = $1`,
      [turn.turnId, 50 * (index + 1)],
    );
    await given.feedback(turn, index % 3 === 0 ? 'tie' : 'up', {
      acceptedAt: at(`1${index % 4}:09:00`),
      reasons: ['wrong'],
    });
  }
  await dirty(
    ...['10', '11', '12', '13'].flatMap((hour) => [at(`${hour}:07:00`), at(`${hour}:09:00`)]),
  );
  await rollups.sweep();

  for (const unit of ['hour', 'day'] as const) {
    const base = await rows(`stats_${unit}`);
    const summed = new Map<string, Row>();
    for (const row of base)
      for (const [chatbot, model] of [
        [EVERY, EVERY],
        [row['chatbot_id'], EVERY],
        [EVERY, row['model_id']],
      ])
        for (const mode of [EVERY_MODE, row['mode']]) {
          const key = { bucket: row['bucket'], chatbot_id: chatbot, model_id: model, mode };
          const name = JSON.stringify(key);
          summed.set(name, addUp(summed.get(name) ?? key, row));
        }
    const stored = await rows(`stats_${unit}_subtotal`);
    expect(stored).toHaveLength(summed.size);
    for (const row of stored) {
      const { bucket, chatbot_id, model_id, mode } = row;
      const sum = summed.get(JSON.stringify({ bucket, chatbot_id, model_id, mode }));
      expect(addUp({ bucket, chatbot_id, model_id, mode }, row)).toEqual(sum);
    }
  }
  const kept = await all();
  await rollups.rebuildAll();
  expect(await all()).toEqual(kept);
});

test('too many dirty minutes are computed anew with all the rest', async () => {
  await given.turn({ createdAt: MINUTE });
  await dataSource.query(
    `insert into dirty_bucket (bucket) select $1::timestamptz + n * interval '1 minute' from generate_series(0, 5000) n`,
    [MINUTE],
  );

  await rollups.sweep();

  expect(await rows('stats_day')).not.toEqual([]);
  expect(await dataSource.query('select 1 from dirty_bucket')).toEqual([]);
});

const checkService = () => {
  const transactions = new Transactions(dataSource);
  return new RollupCheckService(transactions, new RollupCheckRepository(transactions), logger);
};
const lastCheck = async (): Promise<Row | undefined> =>
  (await dataSource.query<Row[]>(`select * from rollup_check order by started_at desc limit 1`))[0];

test('the check finds nothing where rollups are what they should be, dirty minutes apart', async () => {
  const turn = await given.turn({ createdAt: MINUTE });
  await given.feedback(turn, 'up', { acceptedAt: at('12:00:00') });
  await dirty(MINUTE, at('12:00:00'));
  await rollups.sweep();
  await given.turn({ createdAt: at('10:09:00') });
  await dirty(at('10:09:00'));

  expect(await checkService().check()).toBe(0);

  expect(await lastCheck()).toMatchObject({ differences: 0, examples: [], buckets: 30 });
});

// A wrong row is in six subtotals.
test.each([
  ['stats_minute', `update stats_minute set votes_up = votes_up + 1 where votes_up > 0`, 2],
  ['stats_minute', `delete from stats_minute where votes_up > 0`, 2],
  ['stats_hour', `update stats_hour set reasons = '{"wrong": 9}' where votes_up > 0`, 2 + 6],
  ['stats_day', `update stats_day set ttft_counts = '{7}' where votes_up > 0`, 1 + 6],
  ['stats_hour_subtotal', `update stats_hour_subtotal set votes_up = 9 where votes_up > 0`, 6],
  ['stats_day_subtotal', `delete from stats_day_subtotal where mode = 'every'`, 4],
] as const)(
  'a wrong row of %s is found, told and mended: %s',
  async (table, damage, differences) => {
    const turn = await given.turn({ createdAt: MINUTE });
    await given.feedback(turn, 'up', { acceptedAt: at('12:00:00') });
    await dirty(MINUTE, at('12:00:00'));
    await rollups.sweep();
    const right = await all();
    await dataSource.query(damage);

    expect(await checkService().check()).toBe(differences);

    const found = await lastCheck();
    expect(found).toMatchObject({ differences });
    expect(found?.['examples']).toContainEqual(expect.objectContaining({ table }));
    await rollups.sweep();
    expect(await all()).toEqual(right);
    expect(await checkService().check()).toBe(0);
  },
);

test('it runs once a night, and again the next', async () => {
  const check = checkService();
  const now = new Date();
  const checks = (): Promise<Row[]> => dataSource.query(`select id from rollup_check`);

  await check.checkIfDue(now);
  expect(await checks()).toHaveLength(1);
  await check.checkIfDue(now);
  expect(await checks()).toHaveLength(1);

  await check.checkIfDue(new Date(now.getTime() + 25 * 3_600_000));
  expect(await checks()).toHaveLength(2);
  expect(lastNight(new Date('2026-05-02T02:59:59Z'))).toEqual(new Date('2026-05-01T03:00:00Z'));
  expect(lastNight(new Date('2026-05-02T03:00:00Z'))).toEqual(new Date('2026-05-02T03:00:00Z'));
});
