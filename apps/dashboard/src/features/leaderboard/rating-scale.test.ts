import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ratingScale } from './rating-scale.js';

test('every interval within reach lies inside, in order, with the mean', () => {
  const interval = fc.tuple(
    fc.double({ min: -3_000, max: 4_000, noNaN: true }),
    fc.double({ min: 0, max: 900, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(interval), (intervals) => {
      const rows = intervals.map(([low, width]) => ({ low, high: low + width }));
      const scale = ratingScale(rows);

      expect(scale.low).toBeLessThan(1_000);
      expect(scale.high).toBeGreaterThan(1_000);
      expect(scale.ticks.length).toBeGreaterThan(0);
      expect(scale.ticks.length).toBeLessThanOrEqual(6);
      for (const { low, high } of rows) {
        expect(scale.place(low)).toBeGreaterThanOrEqual(0);
        expect(scale.place(high)).toBeLessThanOrEqual(100);
        expect(scale.place(low)).toBeLessThanOrEqual(scale.place(high));
      }
    }),
  );
});

test('a model without limit does not flatten the others', () => {
  const scale = ratingScale([
    { low: 950, high: 1_050 },
    { low: 3_000, high: 9_000 },
  ]);
  expect(scale.high).toBeLessThan(2_000);
});
