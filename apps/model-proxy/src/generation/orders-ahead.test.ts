import { expect, test } from '@jest/globals';
import { comingTopic } from '@koi/contracts';
import type { Relay, RelayedMessage } from '@koi/queues';
import type { AnswerOrder, GenerationRepository } from './generation.repository.js';
import { OrdersAhead } from './orders-ahead.js';

/** Orders over a relay that is played, and rows whose attempt counts how often they were read. */
async function ordersAhead(
  find = (candidateId: string, reads: number) => ({ candidateId, reads }),
) {
  const reads: string[] = [];
  const repository: Pick<GenerationRepository, 'find'> = {
    find: async (candidateId) => {
      reads.push(candidateId);
      const { reads: attempt } = find(candidateId, reads.length);
      return { candidateId, attempt } as AnswerOrder;
    },
  };
  let hear: (message: RelayedMessage) => void = () => undefined;
  const relay: Pick<Relay, 'subscribe'> = {
    subscribe: async (_, listener) => {
      hear = listener;
      return async () => undefined;
    },
  };
  const orders = new OrdersAhead(repository as GenerationRepository, relay as Relay);
  await orders.onApplicationBootstrap();
  const coming = (id: string): void =>
    hear({ topic: comingTopic(id), data: null, retained: false });
  return { orders, reads, coming };
}

test('an order is read when its job is announced, and used once', async () => {
  const { orders, reads, coming } = await ordersAhead();
  coming('a');
  expect(reads).toEqual(['a']);
  expect((await orders.order('a'))?.attempt).toBe(1);
  expect(reads).toEqual(['a']);
  expect((await orders.order('a'))?.attempt).toBe(2);
});

test('one that nobody announced is read when its job has come', async () => {
  const { orders, reads } = await ordersAhead();
  expect((await orders.order('b'))?.candidateId).toBe('b');
  expect(reads).toEqual(['b']);
});

test('one that could not be read ahead is read again', async () => {
  const { orders, coming } = await ordersAhead((candidateId, reads) => {
    if (reads === 1) throw new Error('Postgres is away');
    return { candidateId, reads };
  });
  coming('c');
  expect((await orders.order('c'))?.attempt).toBe(2);
});

test('who has much to do does not read ahead', async () => {
  const { orders, reads, coming } = await ordersAhead();
  for (let index = 0; index < 100; index++) coming(`d${index}`);
  expect(reads).toHaveLength(16);
  await orders.order('d0');
  coming('e');
  expect(reads.at(-1)).toBe('e');
});
