import { expect, test } from '@jest/globals';
import * as conversations from '@koi/contracts/http';
import { plainModule } from './plain-contracts.js';

const load = async (source: string): Promise<Record<string, unknown>> =>
  (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Record<string, unknown>;

test('a module of the contracts keeps the data a page needs, and no schema', async () => {
  const plain = await load(plainModule(conversations));

  expect(plain['getTurn']).toEqual({
    method: 'GET',
    path: conversations.getTurn.path,
    response: true,
  });
  expect(plain['MAX_MESSAGE_LENGTH']).toBe(conversations.MAX_MESSAGE_LENGTH);
  expect(plain['receiptStatus']).toEqual({ options: conversations.receiptStatus.options });
  expect(plain).not.toHaveProperty('turnView');
  expect(plain).not.toHaveProperty('conversationPath');
});

test('a route without a body in its answer has none here either', async () => {
  const plain = await load(plainModule(conversations));

  expect(conversations.streamTurn.response).toBeUndefined();
  expect(plain['streamTurn']).toEqual({ method: 'GET', path: conversations.streamTurn.path });
});
