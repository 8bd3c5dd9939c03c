import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createDataSource, markDirty, NO_MODEL, Transactions, type Tx } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { Given } from '../../test/given.js';
import { RollupsRepository, type Span } from './rollups.repository.js';
import { RollupsService } from './rollups.service.js';

// Real: Postgres, repository, service.
let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let rollups: RollupsService;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 12 });
  await dataSource.initialize();
  given = new Given(dataSource);
  const transactions = new Transactions(dataSource);
  rollups = new RollupsService(transactions, new RollupsRepository(transactions));
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() =>
  dataSource.query(
    `truncate participant, chatbot, model, dirty_bucket, stats_minute, stats_hour cascade`,
  ),
);

const at = (time: string): Date => new Date(`2026-05-01T${time}Z`);
const MINUTE = at('10:07:00.000');
const dirty = (...moments: Date[]): Promise<void> => markDirty(dataSource.manager, moments);

type Row = Record<string, unknown>;
const rows = async (table: 'stats_minute' | 'stats_hour'): Promise<Row[]> => {
  const all = await dataSource.query<Row[]>(
    `select * from ${table} order by bucket, chatbot_id, model_id, mode`,
  );
  return all.map(({ computed_at: _, ...row }) => row);
};
const nonZero = (row: Row | undefined): Row =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== 0));

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
  expect(await rollups.recompute(MINUTE)).toBe(false);
  expect(await rows('stats_minute')).toEqual([]);

  await dirty(MINUTE);
  expect(await rollups.recompute(MINUTE)).toBe(true);

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

  override async replaceMinutes(tx: Tx, span: Span): Promise<number> {
    await this.before();
    const rows = await super.replaceMinutes(tx, span);
    await this.after();
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

    expect(await new RollupsService(transactions, repository).recompute(MINUTE)).toBe(true);
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

  const kept = { minute: await rows('stats_minute'), hour: await rows('stats_hour') };
  expect(kept.hour.reduce((sum, row) => sum + Number(row['turns']), 0)).toBe(10);
  expect(kept.hour.reduce((sum, row) => sum + Number(row['ties']), 0)).toBe(5);
  expect(await rollups.rebuildAll()).toBe(kept.minute.length + kept.hour.length);
  expect({ minute: await rows('stats_minute'), hour: await rows('stats_hour') }).toEqual(kept);
});
