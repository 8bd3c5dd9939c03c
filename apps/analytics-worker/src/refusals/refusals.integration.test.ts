import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@koi/database';
import { QueueSurroundings } from '../../test/queue-surroundings.js';
import { RefusalsRepository } from './refusals.repository.js';

// Real: Postgres.
let around: QueueSurroundings;

beforeAll(async () => void (around = await QueueSurroundings.start()));
afterAll(() => around.close());

test('refused feedback is forgotten after thirty days, and not before', async () => {
  const participantId = await around.given.participant();
  const refused = async (age: string): Promise<string> => {
    const key = newId();
    await around.dataSource.query(
      `insert into refused_feedback (idempotency_key, participant_id, refused_at, kind, code, detail, command)
       values ($1, $2, now() - $3::interval, 'vote', 'candidate_not_found', 'There is none.', '{}')`,
      [key, participantId, age],
    );
    return key;
  };
  await refused('31 days');
  await refused('30 days 1 minute');
  const kept = [await refused('29 days 23 hours'), await refused('0')];

  const refusals = new RefusalsRepository(around.transactions);
  expect(await refusals.forget()).toBe(2);
  expect(await refusals.forget()).toBe(0);
  const rows = await around.dataSource.query<{ key: string }[]>(
    `select idempotency_key as key from refused_feedback`,
  );
  expect(rows.map(({ key }) => key).sort()).toEqual(kept.sort());
});
