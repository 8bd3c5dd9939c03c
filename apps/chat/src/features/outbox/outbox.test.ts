import { expect, test } from '@jest/globals';
import { ConnectionLost, ProblemError } from '@koi/sdk/client';
import { memoryStorage } from '../../app/storage.js';
import type { Feedback } from './feedback-item.js';
import { createOutbox } from './outbox.js';

const refusal = new ProblemError({
  type: 'https://koi.dev/problems/ranking-closed',
  title: 'Closed',
  status: 409,
  detail: 'It stands.',
  code: 'ranking_closed',
});

function outboxWith(answer: (feedback: Feedback) => unknown, storage = memoryStorage()) {
  const sent: Feedback[] = [];
  const refused: Feedback[] = [];
  const planned: (() => void)[] = [];
  let keys = 0;
  const outbox = createOutbox({
    deliver: async (feedback) => {
      sent.push(feedback);
      return (await answer(feedback)) === 'queued' ? 'queued' : 'stored';
    },
    onRefused: (feedback) => refused.push(feedback),
    storage,
    newKey: () => `key-${++keys}`,
    later: (run) => planned.push(run),
  });
  return { outbox, sent, refused, planned, storage };
}

const lost = () => {
  throw new ConnectionLost();
};

test('confirmed feedback leaves the outbox', async () => {
  const { outbox, sent } = outboxWith(() => undefined);

  outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'up' } });
  expect(outbox.waiting.value).toHaveLength(1);
  await outbox.flush();

  expect(outbox.waiting.value).toEqual([]);
  expect(sent.map(({ key }) => key)).toEqual(['key-1']);
});

test('without a connection it waits, survives a reload, and is sent again with its key', async () => {
  const offline = outboxWith(lost);
  offline.outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'down' } });
  await offline.outbox.flush();
  expect(offline.planned).toHaveLength(1);

  const online = outboxWith(() => undefined, offline.storage);
  expect(online.outbox.waiting.value).toMatchObject([{ body: { value: 'down' }, tries: 1 }]);
  await online.outbox.flush();

  expect(online.sent.map(({ key }) => key)).toEqual(['key-1']);
  expect(offline.storage.getItem('koi-outbox')).toBeNull();
});

test('a refusal drops it and says so', async () => {
  const { outbox, refused } = outboxWith(() => {
    throw refusal;
  });

  outbox.put({ kind: 'ranking', targetId: 't', body: { outcome: 'tie' } });
  await outbox.flush();

  expect(outbox.waiting.value).toEqual([]);
  expect(refused).toMatchObject([{ targetId: 't' }]);
});

test('a later press replaces one that waits, and one that comes while the first travels follows it', async () => {
  const { outbox, sent } = outboxWith((feedback) => {
    if (feedback.kind === 'vote' && feedback.body.value === 'up')
      outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'undo' } });
  });

  outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'up' } });
  await outbox.flush();

  expect(sent.map(({ body }) => body)).toEqual([{ value: 'up' }, { value: 'undo' }]);
  expect(outbox.waiting.value).toEqual([]);
});

test('storage with nonsense in it is an empty outbox', () => {
  const storage = memoryStorage();
  storage.setItem(
    'koi-outbox',
    '[{"kind":"vote","key":1},null,{"kind":"vote","key":"k","targetId":"c","tries":0,"body":{"value":"maybe"}}]',
  );

  expect(outboxWith(lost, storage).outbox.waiting.value).toEqual([]);
});

test('of each kind one piece a target waits: a comment does not replace the vote', async () => {
  const { outbox } = outboxWith(lost);

  outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'down', reasons: ['too_long'] } });
  outbox.put({ kind: 'comment', targetId: 'c', body: { text: 'Hm' } });
  outbox.put({ kind: 'comment', targetId: 'c', body: { text: 'Hm, no' } });
  outbox.put({ kind: 'correction', targetId: 'c', body: { text: 'Better' } });
  outbox.put({ kind: 'ranking', targetId: 't', body: { outcome: 'a_better', strength: 'much' } });
  await outbox.flush();

  expect(outbox.waiting.value.map(({ kind, body }) => [kind, body])).toEqual([
    ['vote', { value: 'down', reasons: ['too_long'] }],
    ['comment', { text: 'Hm, no' }],
    ['correction', { text: 'Better' }],
    ['ranking', { outcome: 'a_better', strength: 'much' }],
  ]);
});

test('what is only queued stays until the server says that it is stored, with its key', async () => {
  let asked = 0;
  const { outbox, sent, planned } = outboxWith(() => (asked++ === 0 ? 'queued' : undefined));

  outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'up' } });
  await outbox.flush();
  expect(outbox.waiting.value).toMatchObject([{ tries: 0 }]);
  planned[0]?.();
  await outbox.flush();

  expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
  expect(outbox.waiting.value).toEqual([]);
});

test('two tabs share the outbox: neither forgets what the other put there', async () => {
  const one = outboxWith(lost);
  const other = outboxWith(lost, one.storage);

  one.outbox.put({ kind: 'vote', targetId: 'c', body: { value: 'up' } });
  other.outbox.put({ kind: 'vote', targetId: 'd', body: { value: 'down' } });
  await Promise.all([one.outbox.flush(), other.outbox.flush()]);
  one.outbox.put({ kind: 'comment', targetId: 'c', body: { text: 'Hm' } });

  expect(one.outbox.waiting.value.map(({ targetId }) => targetId)).toEqual(['c', 'd', 'c']);
});
