import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf } from './day.js';

test.each([
  ['2026-03-01T00:00:00.000Z', '2026-03-01', 86_400],
  ['2026-03-01T23:59:59.001Z', '2026-03-01', 1],
  ['2026-03-01T23:00:00.000Z', '2026-03-01', 3_600],
])('%s is %s with %d seconds left', (now, name, secondsLeft) => {
  expect(dayOf(new Date(now))).toMatchObject({ name, secondsLeft });
});

test('after the seconds that are left it is the next day', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      (now) => {
        const { name, start, secondsLeft } = dayOf(now);

        expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(dayOf(new Date(now.getTime() + secondsLeft * 1_000)).name).not.toBe(name);
        expect(dayOf(new Date(now.getTime() + (secondsLeft - 1) * 1_000)).name).toBe(name);
      },
    ),
  );
});
