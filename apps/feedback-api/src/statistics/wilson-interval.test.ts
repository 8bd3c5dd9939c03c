import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wilsonInterval } from './wilson-interval.js';

/** Newcombe RG (1998) Two-sided confidence intervals for the single proportion, Stat. Med. 17, table I, method 3. */
const PUBLISHED = [
  { successes: 81, trials: 263, low: 0.2553, high: 0.3662 },
  { successes: 15, trials: 148, low: 0.0624, high: 0.1605 },
  { successes: 0, trials: 20, low: 0, high: 0.1611 },
  { successes: 1, trials: 29, low: 0.0061, high: 0.1718 },
];

test.each(PUBLISHED)(
  '$successes of $trials is from $low to $high, as Newcombe published',
  ({ successes, trials, low, high }) => {
    const interval = wilsonInterval(successes, trials);

    expect(interval?.value).toBe(successes / trials);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  },
);

test('there is no share of nothing', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});

test('the interval holds the share, stays in 0..1, and mirrors when up and down change places', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (up, down) => {
      fc.pre(up + down > 0);
      const share = wilsonInterval(up, up + down);
      const mirrored = wilsonInterval(down, up + down);
      if (!share || !mirrored) throw new Error('a share was expected');

      expect(share.low).toBeLessThanOrEqual(share.value + 1e-12);
      expect(share.high).toBeGreaterThanOrEqual(share.value - 1e-12);
      expect(share.low).toBeGreaterThanOrEqual(0);
      expect(share.high).toBeLessThanOrEqual(1);
      expect(share.low).toBeCloseTo(1 - mirrored.high, 9);
    }),
  );
});
