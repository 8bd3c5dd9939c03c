import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  conversationTopic,
  feedbackQueue,
  type ConversationView,
  type FeedbackCommand,
  type FeedbackOutcome,
} from '@koi/contracts';
import { FeedbackEntity, newId } from '@koi/database';
import { startWorker, type QueueBackend, type RunningWorker } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { RunningGateway, silent, type Guest } from './running-gateway.js';

let gateway: RunningGateway;
let guest: Guest;
let conversationId: string;
let turnId: string;
let candidateId: string;
let worker: RunningWorker | undefined;
/** What came to feedback-api. */
let commands: FeedbackCommand[] = [];

beforeAll(async () => {
  gateway = await RunningGateway.start();
  guest = await gateway.guest();
  const response = await gateway.ask('POST', '/api/conversations', {
    as: guest,
    body: { chatbot: await gateway.chatbot('rank'), text: 'Hello' },
    headers: { 'idempotency-key': newId() },
  });
  const view = (await response.json()) as ConversationView;
  conversationId = view.id;
  turnId = view.turns[0]?.id ?? '';
  candidateId = view.turns[0]?.candidates[0]?.id ?? '';
  await gateway.endTurn(turnId);
});
afterEach(async () => {
  await worker?.close(300);
  worker = undefined;
  commands = [];
});
afterAll(() => gateway.close());

/** Stands for feedback-api: gives the same outcome to every command. */
async function answering(outcome: FeedbackOutcome): Promise<void> {
  const handle = (command: FeedbackCommand) => {
    commands.push(command);
    return Promise.resolve(outcome);
  };
  worker = await startWorker(feedbackQueue, handle, {
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

test('reasons, strength and words reach feedback-api as they were said', async () => {
  await answering(stored);
  const reasons = { reasons: ['clear'], reasonsVersion: 3 };

  await give(`/api/candidates/${candidateId}/vote`, { value: 'down', ...reasons });
  await give(`/api/turns/${turnId}/ranking`, {
    outcome: 'a_better',
    strength: 'much',
    ...reasons,
  });
  const corrected = await give(`/api/candidates/${candidateId}/correction`, { text: 'Better.' });
  await give(`/api/candidates/${candidateId}/comment`, { text: null });

  expect(commands).toEqual([
    expect.objectContaining({ kind: 'vote', value: 'down', ...reasons }),
    expect.objectContaining({ kind: 'ranking', strength: 'much', ...reasons }),
    expect.objectContaining({ kind: 'correction', candidateId, text: 'Better.' }),
    expect.not.objectContaining({ text: expect.anything() }),
  ]);
  expect(commands[3]).toMatchObject({ kind: 'comment', candidateId });
  expect(await corrected.json()).toEqual({
    status: 'stored',
    candidateId,
    text: 'Better.',
    revision: 2,
    createdAt: stored.createdAt,
  });
});

const thirteen = Array.from({ length: 13 }, (_, at) => `r${at}`);

test.each([
  ['a key that is none', 'vote', { value: 'up', reasons: ['Not a key!'] }, 'reasons.0'],
  ['too many reasons', 'vote', { value: 'up', reasons: thirteen }, 'reasons'],
  ['only white space', 'correction', { text: '  ' }, 'text'],
  ['too long a text', 'correction', { text: 'x'.repeat(100_001) }, 'text'],
  ['no text', 'comment', {}, 'text'],
])('%s is refused with the place', async (_, kind, body, path) => {
  const response = await give(`/api/candidates/${candidateId}/${kind}`, body);

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ issues: [{ path }] });
});

test('a tie has no strength', async () => {
  const response = await give(`/api/turns/${turnId}/ranking`, {
    outcome: 'tie',
    strength: 'much',
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ issues: [{ path: 'strength' }] });
});

test('pages at every gateway are told of new feedback, and nobody else’s pages', async () => {
  const other = await RunningGateway.start(gateway.database);
  const leave = new AbortController();
  const open = (at: RunningGateway, as: Guest) =>
    fetch(`${at.url}/api/conversations/${conversationId}/events`, {
      headers: { cookie: as.cookie },
      signal: leave.signal,
    });
  try {
    expect((await open(other, await gateway.guest())).status).toBe(404);
    const streams = await Promise.all([open(gateway, guest), open(other, guest)]);
    const readers = streams.map((stream) =>
      stream.body!.pipeThrough(new TextDecoderStream()).getReader(),
    );
    const until = async (at: number, text: string): Promise<string> => {
      let heard = '';
      while (!heard.includes(text)) {
        const { value, done } = await readers[at]!.read();
        if (done) throw new Error(`The stream ended after ${JSON.stringify(heard)}.`);
        heard += value;
      }
      return heard;
    };
    await Promise.all([until(0, 'listening'), until(1, 'listening')]);

    await gateway.relay.publish(conversationTopic(conversationId), { type: 'feedback', turnId });

    const heard = await Promise.all([until(0, turnId), until(1, turnId)]);
    for (const text of heard) expect(text).toMatch(/event: ?feedback/);
  } finally {
    leave.abort();
    await other.app.close();
  }
});

describe('a refusal', () => {
  test.each([
    ['candidate_not_found', 404],
    ['turn_not_found', 404],
    ['wrong_feedback_mode', 409],
    ['candidate_unfinished', 409],
    ['nothing_to_undo', 409],
    ['ranking_closed', 409],
    ['unknown_reason', 422],
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
