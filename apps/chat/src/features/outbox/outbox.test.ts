import { expect, test } from '@jest/globals';
import { ConnectionLost, ProblemError } from '@koi/sdk/client';
import { memoryStorage } from '../../app/storage.js';
import { createOutbox, type Feedback } from './outbox.js';

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
      await answer(feedback);
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

  outbox.put({ kind: 'vote', targetId: 'c', value: 'up' });
  expect(outbox.waiting.value).toHaveLength(1);
  await outbox.flush();

  expect(outbox.waiting.value).toEqual([]);
  expect(sent.map(({ key }) => key)).toEqual(['key-1']);
});

test('without a connection it waits, survives a reload, and is sent again with its key', async () => {
  const offline = outboxWith(lost);
  offline.outbox.put({ kind: 'vote', targetId: 'c', value: 'down' });
  await offline.outbox.flush();
  expect(offline.planned).toHaveLength(1);

  const online = outboxWith(() => undefined, offline.storage);
  expect(online.outbox.waiting.value).toMatchObject([{ value: 'down', tries: 1 }]);
  await online.outbox.flush();

  expect(online.sent.map(({ key }) => key)).toEqual(['key-1']);
  expect(offline.storage.getItem('koi-outbox')).toBeNull();
});

test('a refusal drops it and says so', async () => {
  const { outbox, refused } = outboxWith(() => {
    throw refusal;
  });

  outbox.put({ kind: 'ranking', targetId: 't', value: 'tie' });
  await outbox.flush();

  expect(outbox.waiting.value).toEqual([]);
  expect(refused).toMatchObject([{ targetId: 't' }]);
});

test('a later press replaces one that waits, and one that comes while the first travels follows it', async () => {
  const { outbox, sent } = outboxWith((feedback) => {
    if (feedback.value === 'up') outbox.put({ kind: 'vote', targetId: 'c', value: 'undo' });
  });

  outbox.put({ kind: 'vote', targetId: 'c', value: 'up' });
  await outbox.flush();

  expect(sent.map(({ value }) => value)).toEqual(['up', 'undo']);
  expect(outbox.waiting.value).toEqual([]);
});

test('storage with nonsense in it is an empty outbox', () => {
  const storage = memoryStorage();
  storage.setItem(
    'koi-outbox',
    '[{"kind":"vote","key":1},null,{"kind":"vote","key":"k","targetId":"c","tries":0,"value":"maybe"}]',
  );

  expect(outboxWith(lost, storage).outbox.waiting.value).toEqual([]);
});
