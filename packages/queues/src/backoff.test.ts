import { expect, test } from '@jest/globals';
import { backoffDelay } from './backoff.js';

test('pauses double from the first and never pass the longest', () => {
  const backoff = { startMs: 500, maxMs: 3_000 };

  expect([1, 2, 3, 4, 50].map((made) => backoffDelay(backoff, made))).toEqual([
    500, 1_000, 2_000, 3_000, 3_000,
  ]);
});
