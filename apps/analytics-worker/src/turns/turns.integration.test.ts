import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { generationQueue } from '@koi/contracts';
import { startWorker, type Producer } from '@koi/queues';
import { waitFor } from '@koi/testing';
import { QueueSurroundings } from '../../test/queue-surroundings.js';
import { TurnsRepository } from './turns.repository.js';
import { TurnsService } from './turns.service.js';

// Real: Postgres, queue. The generation worker is the test's own.
let around: QueueSurroundings;
let generation: Producer<typeof generationQueue>;
let turns: TurnsService;

beforeAll(async () => {
  around = await QueueSurroundings.start();
  generation = around.producer(generationQueue);
  turns = new TurnsService(new TurnsRepository(around.transactions), generation, around.logger);
});
afterAll(() => around.close());
beforeEach(() => around.dataSource.query(`truncate participant, chatbot, model cascade`));

const AN_HOUR_AGO = new Date(Date.now() - 3_600_000);
const stateOf = async (turnId: string): Promise<string | undefined> => {
  const rows = await around.dataSource.query<{ state: string }[]>(
    `select state from turn where id = $1`,
    [turnId],
  );
  return rows[0]?.state;
};

test('an answer whose job vanished gets a new one; one that waits, or is young, does not', async () => {
  const old = await around.given.turn({ states: ['streaming'], createdAt: AN_HOUR_AGO });
  const waiting = await around.given.turn({ states: ['queued'], createdAt: AN_HOUR_AGO });
  const young = await around.given.turn({ states: ['queued'] });
  await generation.add({ candidateId: waiting.candidateIds[0] ?? '' });

  expect(await turns.sweep()).toBe(1);

  expect((await generation.find(old.candidateIds[0] ?? ''))?.state).toBe('waiting');
  expect(await generation.find(young.candidateIds[0] ?? '')).toBeUndefined();
  expect(await turns.sweep()).toBe(0);
});

test('a finished job that left its answer unfinished is replaced', async () => {
  const { candidateIds } = await around.given.turn({ states: ['queued'], createdAt: AN_HOUR_AGO });
  const candidateId = candidateIds[0] ?? '';
  await generation.add({ candidateId });
  const worker = await startWorker(
    generationQueue,
    () => Promise.resolve({ state: 'completed' as const, finishReason: 'stop' as const }),
    { backend: around.backend, logger: around.logger },
  );
  await waitFor(async () => (await generation.find(candidateId))?.state === 'completed');
  await worker.close();

  expect(await turns.sweep()).toBe(1);

  expect((await generation.find(candidateId))?.state).toBe('waiting');
});

test('a turn whose answers have all ended is ended as its answers say', async () => {
  const ended = { mode: 'rank', pending: true, createdAt: AN_HOUR_AGO } as const;
  const completed = await around.given.turn(ended);
  const stopped = await around.given.turn({ ...ended, states: ['completed', 'stopped'] });
  const failed = await around.given.turn({ ...ended, states: ['stopped', 'failed'] });
  const open = await around.given.turn({ ...ended, states: ['completed', 'queued'] });

  expect(await turns.sweep()).toBe(4);

  expect(
    await Promise.all([completed, stopped, failed, open].map(({ turnId }) => stateOf(turnId))),
  ).toEqual(['completed', 'stopped', 'failed', 'pending']);
});

test('outside rank mode the newest answer says how a turn has ended', async () => {
  const ended = { mode: 'vote', pending: true, createdAt: AN_HOUR_AGO } as const;
  const recovered = await around.given.turn({ ...ended, states: ['failed', 'completed'] });
  const worse = await around.given.turn({ ...ended, states: ['completed', 'failed'] });
  const open = await around.given.turn({ ...ended, states: ['completed', 'queued'] });

  expect(await turns.sweep()).toBe(3);

  expect(await Promise.all([recovered, worse, open].map(({ turnId }) => stateOf(turnId)))).toEqual([
    'completed',
    'failed',
    'pending',
  ]);
});
