import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryPause } from './retry-pause.js';

const most = (): number => 0.999_999;
const failure = (retryAfterMs?: number, retryable = true) => ({ retryable, retryAfterMs });

test('pauses may double each time, up to the longest', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 60].map((failed) =>
    Math.round(retryPause(failure(), failed, { maxWaitMs: 6_000 }, most) ?? -1),
  );

  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 6_000, 6_000, 6_000]);
});

test('the jitter is full: any part of the pause, down to none', () => {
  expect(retryPause(failure(), 3, { maxWaitMs: 15_000 }, () => 0)).toBe(0);
  expect(retryPause(failure(), 3, { maxWaitMs: 15_000 }, () => 0.25)).toBe(500);
});

test('an upstream that names a time is not asked earlier, and not at all when it is too long', () => {
  expect(retryPause(failure(7_000), 1, { maxWaitMs: 15_000 }, most)).toBe(7_000);
  expect(retryPause(failure(15_001), 1, { maxWaitMs: 15_000 }, most)).toBeUndefined();
});

test('what would fail again is not asked again', () => {
  expect(retryPause(failure(undefined, false), 1, { maxWaitMs: 15_000 })).toBeUndefined();
});

test('no pause is negative or longer than allowed', () => {
  fc.assert(
    fc.property(
      fc.option(fc.nat({ max: 100_000 }), { nil: undefined }),
      fc.integer({ min: 1, max: 10 }),
      fc.nat({ max: 60_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retryAfterMs, failed, maxWaitMs, random) => {
        const pause = retryPause(failure(retryAfterMs), failed, { maxWaitMs }, () => random);

        if (pause === undefined) expect(retryAfterMs).toBeGreaterThan(maxWaitMs);
        else {
          expect(pause).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(pause).toBeLessThanOrEqual(maxWaitMs);
        }
      },
    ),
  );
});
