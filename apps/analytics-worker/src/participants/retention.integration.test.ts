import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AnalyticsWorkerConfig } from '@koi/config';
import { QueueSurroundings } from '../../test/queue-surroundings.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

// Real: Postgres.
let around: QueueSurroundings;

beforeAll(async () => void (around = await QueueSurroundings.start()));
afterAll(() => around.close());
beforeEach(() => around.dataSource.query(`truncate participant, chatbot, model, erasure cascade`));

const NOW = new Date('2026-06-01T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);

const retention = (days: number | undefined): RetentionService =>
  new RetentionService(
    around.transactions,
    new RetentionRepository(around.transactions),
    { KOI_RETENTION_DAYS: days } as AnalyticsWorkerConfig,
    around.logger,
  );

/** Somebody who came and last wrote so many days ago. */
async function somebody(cameDaysAgo: number, wroteDaysAgo?: number): Promise<string> {
  const id = await around.given.participant();
  await around.dataSource.query(`update participant set created_at = $2 where id = $1`, [
    id,
    daysAgo(cameDaysAgo),
  ]);
  if (wroteDaysAgo !== undefined) {
    const turn = await around.given.turn({ mode: 'vote', createdAt: daysAgo(wroteDaysAgo) });
    await around.dataSource.query(
      `update conversation set participant_id = $2, updated_at = $3 where id = $1`,
      [turn.conversationId, id, daysAgo(wroteDaysAgo)],
    );
    await around.dataSource.query(`delete from participant where id = $1`, [turn.participantId]);
  }
  return id;
}
const here = async (): Promise<string[]> =>
  (await around.dataSource.query<{ id: string }[]>(`select id from participant`)).map(
    ({ id }) => id,
  );

test('whoever has been away for longer than the retention time is erased, and nobody else', async () => {
  const gone = await somebody(90, 31);
  const neverWrote = await somebody(31);
  const stillHere = [await somebody(90, 29), await somebody(29), await somebody(31, 30)];

  expect(await retention(30).eraseInactive(NOW)).toBe(2);

  expect((await here()).sort()).toEqual([...stillHere].sort());
  const tombstones = await around.dataSource.query<object[]>(
    `select participant_id as id, erased_by as "by", conversations from erasure`,
  );
  expect(tombstones).toHaveLength(2);
  expect(tombstones).toEqual(
    expect.arrayContaining([
      { id: gone, by: 'retention', conversations: 1 },
      { id: neverWrote, by: 'retention', conversations: 0 },
    ]),
  );
  const [left] = await around.dataSource.query<object[]>(
    `select (select count(*)::int from conversation) as conversations, (select count(*)::int from turn) as turns,
            (select count(*)::int from candidate) as candidates`,
  );
  expect(left).toEqual({ conversations: 2, turns: 2, candidates: 2 });
  // The minutes they counted in are recomputed.
  const dirty = await around.dataSource.query<{ bucket: Date }[]>(
    `select bucket from dirty_bucket`,
  );
  expect(dirty.map(({ bucket }) => bucket.toISOString())).toContain(daysAgo(31).toISOString());
  expect(await retention(30).eraseInactive(NOW)).toBe(0);
});

test('without a retention time nobody is erased', async () => {
  await somebody(4_000, 4_000);

  expect(await retention(undefined).eraseInactive(NOW)).toBe(0);
  expect(await here()).toHaveLength(1);
});
