import { expect, test } from '@jest/globals';
import { costOf } from './cost-of.js';

const price = { inputPerMillion: 2.5, outputPerMillion: 10, currency: 'USD' };

test('tokens in and out have prices of their own, each for a million', () => {
  expect(costOf({ promptTokens: 1_000_000, completionTokens: 0 }, price).amount).toBe(
    '2.5000000000',
  );
  expect(costOf({ promptTokens: 0, completionTokens: 1_000_000 }, price).amount).toBe(
    '10.0000000000',
  );
  expect(costOf({ promptTokens: 1_200, completionTokens: 345 }, price)).toEqual({
    amount: '0.0064500000',
    currency: 'USD',
  });
});

test('one cheap token costs something, and a free model nothing', () => {
  const usage = { promptTokens: 1, completionTokens: 0 };

  expect(costOf(usage, { ...price, inputPerMillion: 0.01 }).amount).toBe('0.0000000100');
  expect(costOf(usage, { ...price, inputPerMillion: 0 }).amount).toBe('0.0000000000');
});
