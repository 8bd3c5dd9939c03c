import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { feedbackQueue, type ConversationView, type FeedbackOutcome } from '@koi/contracts';
import { FeedbackEntity, newId } from '@koi/database';
import { startWorker, type QueueBackend, type RunningWorker } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { RunningGateway, silent, type Guest } from './running-gateway.js';

let gateway: RunningGateway;
let guest: Guest;
let turnId: string;
let candidateId: string;
let worker: RunningWorker | undefined;

beforeAll(async () => {
  gateway = await RunningGateway.start();
  guest = await gateway.guest();
  const response = await gateway.ask('POST', '/api/conversations', {
    as: guest,
    body: { chatbot: await gateway.chatbot('rank'), text: 'Hello' },
    headers: { 'idempotency-key': newId() },
  });
  const view = (await response.json()) as ConversationView;
  turnId = view.turns[0]?.id ?? '';
  candidateId = view.turns[0]?.candidates[0]?.id ?? '';
  await gateway.endTurn(turnId);
});
afterEach(async () => {
  await worker?.close(300);
  worker = undefined;
});
afterAll(() => gateway.close());

/** Stands for feedback-api: gives the same outcome to every command. */
async function answering(outcome: FeedbackOutcome): Promise<void> {
  worker = await startWorker(feedbackQueue, () => Promise.resolve(outcome), {
    backend: gateway.app.get<QueueBackend>(QUEUE_BACKEND),
    relay: gateway.relay,
    logger: silent,
    concurrency: 4,
  });
}

const give = (path: string, body: object, key = newId()) =>
  gateway.ask('PUT', path, { as: guest, body, headers: { 'idempotency-key': key } });
const vote = (key?: string) => give(`/api/candidates/${candidateId}/vote`, { value: 'up' }, key);
const rank = (outcome = 'tie') => give(`/api/turns/${turnId}/ranking`, { outcome });

const stored = {
  status: 'stored',
  feedbackId: newId(),
  revision: 2,
  createdAt: '2026-01-01T00:00:00.000Z',
} as const;

test('stored by feedback-api is 200, with its revision', async () => {
  await answering(stored);

  const response = await vote();

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: 'stored',
    candidateId,
    value: 'up',
    revision: 2,
    createdAt: stored.createdAt,
  });
});

test('a stored ranking tells the models, an undone one does not', async () => {
  await answering(stored);

  const told = (await (await rank()).json()) as { models: { model: string }[] };
  const untold = (await (await rank('undo')).json()) as { models: null };

  expect(told.models.map(({ model }) => model).sort()).toEqual(['Label 0', 'Label 1']);
  expect(untold.models).toBeNull();
});

describe('a refusal', () => {
  test.each([
    ['candidate_not_found', 404],
    ['turn_not_found', 404],
    ['wrong_feedback_mode', 409],
    ['candidate_unfinished', 409],
    ['nothing_to_undo', 409],
    ['ranking_closed', 409],
    ['idempotency_key_reused', 409],
  ])('%s is %i with its words', async (code, status) => {
    await answering({ status: 'refused', code, detail: 'Because.' });

    const response = await vote();

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, detail: 'Because.' });
  });
});

describe('without an answer in time', () => {
  test('it is 202, and the command waits in the queue', async () => {
    const response = await rank();

    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      status: 'queued',
      turnId,
      outcome: 'tie',
      revision: null,
      createdAt: null,
      models: null,
    });
  });

  test('it is 200 when the row is there all the same', async () => {
    const key = newId();
    await gateway.dataSource.manager.insert(FeedbackEntity, {
      id: newId(),
      idempotencyKey: key,
      kind: 'vote',
      participantId: guest.id,
      turnId,
      candidateId,
      targetId: candidateId,
      value: 'up',
      revision: 1,
      shown: [candidateId],
      acceptedAt: new Date(),
    });

    const response = await vote(key);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'stored', revision: 1 });
  });
});
