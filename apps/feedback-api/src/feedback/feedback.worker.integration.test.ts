import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { analyticsQueue, feedbackOutcome, feedbackQueue } from '@koi/contracts';
import type { FeedbackCommand, FeedbackOutcome } from '@koi/contracts';
import { newId } from '@koi/database';
import { Producer, queueBackend, type QueueBackend } from '@koi/queues';
import { waitFor } from '@koi/testing';
import { voteOn } from '../../test/given.js';
import { RunningService } from '../../test/running-service.js';

// Real: the service, Postgres and the queue in it. The test adds jobs as the gateway does.
let service: RunningService;
let backend: QueueBackend;
let gateway: Producer<typeof feedbackQueue>;

beforeAll(async () => {
  service = await RunningService.start();
  backend = queueBackend({ databaseUrl: service.config.DATABASE_URL });
  gateway = new Producer(feedbackQueue, backend);
});

afterAll(async () => {
  await gateway.close();
  await backend.close();
  await service.close();
});

/** What the service answered to a job, once it has. */
const outcomeOf = (command: FeedbackCommand): Promise<FeedbackOutcome> =>
  waitFor(async () => {
    const job = await gateway.find(command.idempotencyKey);
    return feedbackOutcome.safeParse(job?.result).data;
  });

test('a command on the queue is answered once it is in Postgres, a refusal as a value', async () => {
  const answer = await service.given.votable();
  const [good, bad] = [voteOn(answer, 'up'), voteOn({ ...answer, candidateId: newId() }, 'up')];

  await Promise.all([gateway.add(good), gateway.add(bad)]);

  expect(await outcomeOf(good)).toMatchObject({ status: 'stored', revision: 1 });
  expect(await outcomeOf(bad)).toMatchObject({ status: 'refused', code: 'candidate_not_found' });
  const rows = await service.dataSource.query<unknown[]>(
    `select from feedback where idempotency_key = any($1)`,
    [[good.idempotencyKey, bad.idempotencyKey]],
  );
  expect(rows).toHaveLength(1);
});

test('many commands at once, each sent twice, are each stored once and nudge the rollups', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => service.given.votable()));
  const commands = answers.map((answer) => voteOn(answer, 'down'));

  await Promise.all([...commands, ...commands].map((command) => gateway.add(command)));

  const outcomes = await Promise.all(commands.map(outcomeOf));
  expect(outcomes.filter(({ status }) => status !== 'stored')).toEqual([]);
  const [row] = await service.dataSource.query<{ count: number }[]>(
    `select count(*) from current_vote where candidate_id = any($1) and value = 'down'`,
    [answers.map(({ candidateId }) => candidateId)],
  );
  expect(row?.count).toBe(60);
  const nudges = new Producer(analyticsQueue, backend);
  const { waiting, delayed } = await nudges.counts();
  await nudges.close();
  expect(waiting + delayed).toBeGreaterThan(0);
});
