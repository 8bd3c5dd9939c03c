import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  LATENCY_RELATIVE_ERROR,
  latencyBin,
  latencyQuantile,
  type LatencyBin,
} from './latency-histogram.js';

const histogramOf = (values: readonly number[]): LatencyBin[] => {
  const counts = new Map<number, number>();
  for (const value of values)
    counts.set(latencyBin(value), (counts.get(latencyBin(value)) ?? 0) + 1);
  return [...counts].map(([bin, count]) => ({ bin, count }));
};

const exactQuantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] ?? NaN;

const merged = (histograms: readonly LatencyBin[][]): LatencyBin[] => {
  const counts = new Map<number, number>();
  for (const { bin, count } of histograms.flat()) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return [...counts].map(([bin, count]) => ({ bin, count }));
};

// From a tenth of a millisecond to most of a day, as evenly in orders of magnitude as latencies spread.
const latency = fc.double({ min: -1, max: 7.9, noNaN: true }).map((power) => 10 ** power);

test('any quantile over any number of merged parts is the exact one within the stated error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(latency, { maxLength: 40 }), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (parts, q) => {
        const values = parts.flat();
        fc.pre(values.length > 0);
        const exact = exactQuantile(values, q);

        const estimate = latencyQuantile(merged(parts.map(histogramOf)), q) ?? NaN;

        const allowed = exact <= 1 ? 1 : exact * LATENCY_RELATIVE_ERROR * (1 + 1e-9);
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(allowed);
      },
    ),
  );
});

test('merging in any order and grouping gives the same histogram', () => {
  fc.assert(
    fc.property(fc.array(latency, { maxLength: 60 }), fc.nat(60), (values, cut) => {
      const parts = [histogramOf(values.slice(cut)), histogramOf(values.slice(0, cut))];
      expect(new Map(merged(parts).map(({ bin, count }) => [bin, count]))).toEqual(
        new Map(histogramOf(values).map(({ bin, count }) => [bin, count])),
      );
    }),
  );
});

test('the stated error is a twentieth at most', () => {
  expect(LATENCY_RELATIVE_ERROR).toBeGreaterThan(0);
  expect(LATENCY_RELATIVE_ERROR).toBeLessThanOrEqual(0.05);
});

test('without answers there is no quantile', () => {
  expect(latencyQuantile([], 0.5)).toBeNull();
});
