import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  feedbackQueue,
  generationQueue,
  problem,
  type DeadLetter,
  type FeedbackIntake,
  type QueueName,
  type RefusedFeedback,
} from '@koi/contracts';
import { newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { Producer, startWorker, type QueueBackend } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { waitFor } from '@koi/testing';
import { voteOn } from '../../test/given.js';
import { RunningService } from '../../test/running-service.js';
import { FeedbackService } from '../feedback/feedback.service.js';

// Real: the service over HTTP with its feedback worker, Postgres, the queues in it.
let service: RunningService;
let cookie: string;
let generations: Producer<typeof generationQueue>;
let feedback: Producer<typeof feedbackQueue>;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  const backend = service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false });
  generations = new Producer(generationQueue, backend);
  feedback = new Producer(feedbackQueue, backend);
});
afterAll(async () => {
  await generations.close();
  await feedback.close();
  await service.close();
});

/** A generation that failed for good. */
async function buried(): Promise<string> {
  const backend = service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false });
  const jobId = await generations.add({ candidateId: newId() });
  const worker = await startWorker(
    generationQueue,
    async () => {
      throw Object.assign(new Error('the pond is dry'), { name: 'UnrecoverableError' });
    },
    { backend, logger: createLogger({ service: 'test', level: 'silent' }) },
  );
  await waitFor(async () => (await generations.find(jobId))?.state === 'failed', {
    what: 'the dead letter',
  });
  await worker.close(0);
  return jobId;
}

const list = async (
  query = '',
): Promise<{ items: DeadLetter[]; counts: { queue: string; count: number }[] }> =>
  (await (await service.get(`/api/dead-letters${query}`, cookie)).json()) as never;
const retry = (
  jobId: string,
  body: object,
  as = cookie,
  queue: QueueName = 'generation',
): Promise<Response> =>
  service.post(`/api/dead-letters/${queue}/${jobId}/retry`, body, { cookie: as });
const drop = (jobId: string): Promise<Response> =>
  fetch(`${service.url}/api/dead-letters/generation/${jobId}`, {
    method: 'DELETE',
    headers: { cookie },
  });

test('a dead letter is opened, and put back as it is', async () => {
  const jobId = await buried();

  const { items, counts } = await list('?queue=generation');
  expect(items[0]).toMatchObject({
    queue: 'generation',
    jobId,
    payload: { candidateId: jobId },
    issues: [],
    error: 'the pond is dry',
    attempts: 1,
  });
  expect(counts).toContainEqual({ queue: 'generation', count: 1 });
  expect((await list()).items).toHaveLength(1);
  expect((await list('?queue=feedback')).items).toEqual([]);

  expect((await retry(jobId, {})).status).toBe(204);
  expect((await generations.find(jobId))?.state).toBe('waiting');
  expect(problem.parse(await (await retry(jobId, {})).json()).code).toBe('dead_letter_not_found');
  expect((await drop(jobId)).status).toBe(404);
  await generations.remove(jobId);
});

test('a mended payload is checked field by field, and stays the same job', async () => {
  const jobId = await buried();

  const wrong = await retry(jobId, { payload: { candidateId: 'five' } });
  expect(wrong.status).toBe(400);
  expect(problem.parse(await wrong.json()).issues).toEqual([
    { path: 'payload.candidateId', message: expect.stringContaining('UUID') },
  ]);
  const other = await retry(jobId, { payload: { candidateId: newId() } });
  expect(problem.parse(await other.json()).detail).toMatch(/would be another job/);
  expect((await generations.find(jobId))?.state).toBe('failed');

  expect((await retry(jobId, { payload: { candidateId: jobId } })).status).toBe(204);
  expect((await generations.find(jobId))?.state).toBe('waiting');
  await generations.remove(jobId);
});

test('a dead letter is dropped by an admin, and by no viewer', async () => {
  const jobId = await buried();
  const viewer = await service.signInAs('viewer');

  expect((await retry(jobId, {}, viewer)).status).toBe(403);
  expect((await drop(jobId)).status).toBe(204);
  expect(await generations.find(jobId)).toBeUndefined();
  expect((await drop(jobId)).status).toBe(404);
  expect((await service.get('/api/dead-letters?queue=nothing', cookie)).status).toBe(400);
});

test('feedback is counted by what became of it, and what was refused keeps its body', async () => {
  const on = await service.given.votable();
  const refused = voteOn({ ...on, candidateId: newId() }, 'up');
  const [good, again] = [voteOn(on, 'up'), voteOn(on, 'undo')];
  for (const command of [good, again, refused]) {
    await feedback.add(command);
    await waitFor(
      async () => (await feedback.find(command.idempotencyKey))?.state === 'completed',
      { what: 'the outcome' },
    );
  }

  const intake = (await (
    await service.get('/api/feedback-intake', cookie)
  ).json()) as FeedbackIntake;
  expect(intake).toEqual({
    hours: 24,
    from: expect.any(String),
    accepted: 2,
    queued: 0,
    refused: [{ code: 'candidate_not_found', count: 1 }],
    deadLetters: 0,
  });
  // Each count is as many rows as the list that it leads to.
  const rows = async (path: string): Promise<{ items: unknown[] }> =>
    (await (
      await service.get(`${path}from=${encodeURIComponent(intake.from)}`, cookie)
    ).json()) as {
      items: unknown[];
    };
  expect((await rows('/api/feedback?current=false&')).items).toHaveLength(2);
  expect((await rows('/api/refused-feedback?')).items).toHaveLength(1);
  const page = await service.get('/api/refused-feedback?code=candidate_not_found', cookie);
  const { items } = (await page.json()) as { items: RefusedFeedback[] };
  expect(items).toMatchObject([
    { idempotencyKey: refused.idempotencyKey, kind: 'vote', command: refused },
  ]);
  const none = await service.get('/api/refused-feedback?code=ranking_closed', cookie);
  expect(await none.json()).toEqual({ items: [], nextCursor: null });
});

test('refused feedback of somebody who is not there is not kept', async () => {
  const command = voteOn({ participantId: newId(), candidateId: newId() }, 'up');
  await feedback.add(command);
  await waitFor(async () => (await feedback.find(command.idempotencyKey))?.state === 'completed', {
    what: 'the refusal',
  });

  const { items } = (await (await service.get('/api/refused-feedback', cookie)).json()) as {
    items: RefusedFeedback[];
  };
  expect(items.map(({ idempotencyKey }) => idempotencyKey)).not.toContain(command.idempotencyKey);
});

test.each([
  ['as it is', 'up'],
  ['mended', 'down'],
] as const)(
  'a vote whose job failed for good is stored once it is retried %s',
  async (how, value) => {
    const on = await service.given.votable();
    const vote = voteOn(on, 'up');
    // The one thing that is not real: what a retry is to make good must fail once.
    jest
      .spyOn(service.app.get(FeedbackService), 'record')
      .mockRejectedValueOnce(Object.assign(new Error('no room'), { name: 'UnrecoverableError' }));
    const jobId = await feedback.add(vote);
    const becomes = (state: string) =>
      waitFor(async () => (await feedback.find(jobId))?.state === state, { what: state });
    await becomes('failed');
    const stored = () =>
      service.dataSource.query<{ value: string }[]>(
        `select value from current_vote where candidate_id = $1`,
        [on.candidateId],
      );
    expect(await stored()).toEqual([]);

    const body = how === 'mended' ? { payload: { ...vote, value } } : {};
    expect((await retry(jobId, body, cookie, 'feedback')).status).toBe(204);

    await becomes('completed');
    expect(await stored()).toEqual([{ value }]);
    expect((await list('?queue=feedback')).items).toEqual([]);
  },
);
