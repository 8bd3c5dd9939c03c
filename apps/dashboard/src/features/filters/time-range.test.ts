import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOfBucket, isRangeName, rangeNames, startOf, stepOf } from './time-range.js';

const now = new Date('2026-03-10T14:37:21.500Z');

test.each([
  ['1h', '2026-03-10T13:37:00.000Z'],
  ['24h', '2026-03-09T14:00:00.000Z'],
  ['7d', '2026-03-03T14:00:00.000Z'],
] as const)('%s begins on the border of a bucket', (range, start) => {
  expect(startOf(range, now)?.toISOString()).toBe(start);
});

test('30 days begin at local midnight', () => {
  const start = startOf('30d', now);

  expect([start?.getHours(), start?.getMinutes(), start?.getMilliseconds()]).toEqual([0, 0, 0]);
});

test('all time has no beginning', () => {
  expect(startOf('all', now)).toBeUndefined();
});

test('a range is never shorter than its name, nor longer by more than a bucket', () => {
  const finite = fc.constantFrom(...rangeNames.filter((range) => range !== 'all'));
  fc.assert(
    fc.property(
      finite,
      fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') }),
      (range, time) => {
        const start = startOf(range, time) as Date;
        const nominal =
          time.getTime() - { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }[range] * 3_600_000;

        expect(start.getTime()).toBeLessThanOrEqual(nominal);
        expect(endOfBucket(start, stepOf(range)).getTime()).toBeGreaterThan(nominal);
      },
    ),
  );
});

test('only the five names are ranges', () => {
  expect(rangeNames.every(isRangeName)).toBe(true);
  expect([undefined, '', '2h', ['1h'], null].some(isRangeName)).toBe(false);
});
