import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import {
  createDataSource,
  CurrentFeedbackEntity,
  DatasetVersionEntity,
  DirtyBucketEntity,
  FeedbackEntity,
  isUniqueViolation,
  markDirty,
  migrateDatabase,
  newId,
  Transactions,
} from '../src/index.js';
import { Given } from './given.js';

let database: TestDatabase;
let dataSource: DataSource;
let given: Given;

beforeAll(async () => {
  database = await testDatabase();
  await migrateDatabase(database.url);
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  given = new Given(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Whether a unique constraint refused the insert. */
const refusedAsDouble = (insert: Promise<unknown>): Promise<boolean> =>
  insert.then(() => false, isUniqueViolation);

describe('feedback', () => {
  test('is append-only: a row cannot be changed', async () => {
    const { id } = await given.vote(await given.answer());

    await expect(
      dataSource.manager.update(FeedbackEntity, { id }, { value: 'down' }),
    ).rejects.toThrow('feedback is append-only');
    expect(await dataSource.manager.findOneBy(FeedbackEntity, { id })).toMatchObject({
      value: 'up',
    });
  });

  test('one key is one row', async () => {
    const answer = await given.answer();
    const { idempotencyKey } = await given.vote(answer);

    const again = given.vote(answer, { idempotencyKey, revision: 2 });

    expect(await refusedAsDouble(again)).toBe(true);
  });

  test('two commands cannot be the same revision', async () => {
    const answer = await given.answer();
    await given.vote(answer);

    expect(await refusedAsDouble(given.vote(answer))).toBe(true);
  });

  test('a participant has at most one current vote on an answer', async () => {
    const answer = await given.answer();
    const current = (feedback: FeedbackEntity) => ({
      participantId: answer.participantId,
      kind: 'vote' as const,
      targetId: answer.candidateId,
      feedbackId: feedback.id,
      value: feedback.value,
      acceptedAt: feedback.acceptedAt,
    });
    const first = await given.vote(answer);
    const second = await given.vote(answer, { revision: 2, value: 'down' });
    await dataSource.manager.insert(CurrentFeedbackEntity, current(first));

    const another = dataSource.manager.insert(CurrentFeedbackEntity, current(second));

    expect(await refusedAsDouble(another)).toBe(true);
  });

  test.each([
    ['a vote of another word', { value: 'tie' as const }],
    ['a vote on something else than its candidate', { targetId: newId() }],
    ['a ranking that names a candidate', { kind: 'ranking' as const, value: 'tie' as const }],
  ])('%s is refused', async (_, change) => {
    await expect(given.vote(await given.answer(), change)).rejects.toThrow('check constraint');
  });

  test('an undone vote is history, not a current vote', async () => {
    const answer = await given.answer();
    const undo = await given.vote(answer, { value: 'undo' });
    await dataSource.manager.insert(CurrentFeedbackEntity, {
      participantId: answer.participantId,
      kind: 'vote',
      targetId: answer.candidateId,
      feedbackId: undo.id,
      value: 'undo',
      acceptedAt: undo.acceptedAt,
    });

    const rows = await dataSource.query<unknown[]>(
      `select 1 from current_vote where candidate_id = $1`,
      [answer.candidateId],
    );

    expect(rows).toEqual([]);
  });
});

describe('a dataset version', () => {
  test.each(['queued', 'building', 'failed'] as const)('may change while %s', async (state) => {
    const id = await given.datasetVersion(state);

    await dataSource.manager.update(DatasetVersionEntity, { id }, { state: 'ready' });

    expect(await dataSource.manager.findOneBy(DatasetVersionEntity, { id })).toMatchObject({
      state: 'ready',
    });
  });

  test('never changes once it is ready', async () => {
    const id = await given.datasetVersion('ready');

    await expect(
      dataSource.manager.update(DatasetVersionEntity, { id }, { rows: 7 }),
    ).rejects.toThrow('is ready and never changes');
    await expect(dataSource.manager.delete(DatasetVersionEntity, { id })).rejects.toThrow(
      'is ready and never changes',
    );
  });
});

describe('markDirty', () => {
  const dirty = async (): Promise<string[]> =>
    (await dataSource.manager.find(DirtyBucketEntity, { order: { bucket: 'ASC' } })).map(
      ({ bucket }) => bucket.toISOString(),
    );

  test('marks each minute once, and lives and dies with its transaction', async () => {
    const transactions = new Transactions(dataSource);
    await transactions.run((tx) =>
      markDirty(tx, [
        new Date('2026-03-01T10:00:00.000Z'),
        new Date('2026-03-01T10:00:59.999Z'),
        null,
        new Date('2026-03-01T10:01:00.000Z'),
        undefined,
      ]),
    );
    const lost = transactions.run(async (tx) => {
      await markDirty(tx, [new Date('2026-04-01T10:00:00.000Z')]);
      throw new Error('no commit');
    });

    await expect(lost).rejects.toThrow('no commit');
    expect(await dirty()).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T10:01:00.000Z']);
  });

  test('without a moment there is nothing to do', async () => {
    const before = await dirty();

    await markDirty(dataSource.manager, [null, undefined]);

    expect(await dirty()).toEqual(before);
  });
});
