import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bordersBefore, bordersOf, readPeriod, stepWithin, writePeriod } from './period.js';
import { rangeNames } from './time-range.js';

const now = new Date('2026-03-10T14:37:21.500Z');
const iso = (text: string) => new Date(text).toISOString();

test('an address without a period means the fallback; exact borders win over a name', () => {
  expect(readPeriod({}, '24h')).toEqual({ range: '24h' });
  const period = readPeriod(
    { range: '7d', from: '2026-03-01T00:00Z', to: '2026-03-02T00:00Z' },
    '24h',
  );

  expect(bordersOf(period, now)).toEqual({ from: iso('2026-03-01'), to: iso('2026-03-02') });
  expect(writePeriod(period, '24h')).toEqual({
    range: undefined,
    from: iso('2026-03-01'),
    to: iso('2026-03-02'),
  });
});

test('a moment within a minute means the next whole one, as on the server', () => {
  expect(readPeriod({ from: '2026-03-01T10:00:00.001Z' }, '24h').from).toBe(
    '2026-03-01T10:01:00.000Z',
  );
});

test('nonsense is left out', () => {
  expect(readPeriod({ range: 'soon', from: 'yesterday', to: '+275760-09-13' }, '1h')).toEqual({
    range: '1h',
  });
});

test('the time before a day that is passing is as long as what has passed of it', () => {
  const today = { range: 'all', from: iso('2026-03-10'), to: iso('2026-03-11') } as const;

  expect(bordersBefore(today, now)).toEqual({
    from: '2026-03-09T09:23:00.000Z',
    to: '2026-03-10T00:00:00.000Z',
  });
});

test('there is no time before all time, nor before what has not begun', () => {
  expect(bordersBefore({ range: 'all' }, now)).toBeUndefined();
  expect(bordersBefore({ range: 'all', to: iso('2026-03-01') }, now)).toBeUndefined();
  expect(bordersBefore({ range: 'all', from: iso('2026-03-11') }, now)).toBeUndefined();
});

test.each([
  ['2026-03-10T12:00Z', '2026-03-10T14:00Z', 'minute'],
  ['2026-03-09T12:00Z', undefined, 'hour'],
  ['2026-01-01T00:00Z', undefined, 'day'],
  [undefined, '2026-03-10T14:00Z', 'day'],
] as const)('from %s to %s a chart goes by the %s', (from, to, step) => {
  expect(stepWithin({ range: 'all', from, to }, now)).toBe(step);
});

/** Both borders, one of them, or none; in any order, as an address may have them. */
const someBorders = (minute: fc.Arbitrary<string>) =>
  fc
    .option(fc.record({ from: minute, to: minute }, { requiredKeys: [] }))
    .map((borders) => (borders && Object.keys(borders).length > 0 ? borders : null));

test('what is written is read back, and the time before ends where the period begins', () => {
  const minute = fc
    .integer({ min: Date.UTC(2020, 0) / 60_000, max: Math.floor(now.getTime() / 60_000) })
    .map((minutes) => new Date(minutes * 60_000).toISOString());
  fc.assert(
    fc.property(fc.constantFrom(...rangeNames), someBorders(minute), (range, exact) => {
      const period = exact ? { range: 'all' as const, ...exact } : { range };
      const query = JSON.parse(JSON.stringify(writePeriod(period, 'all'))) as Record<
        string,
        string
      >;
      expect(readPeriod(query, 'all')).toEqual(period);

      const before = bordersBefore(period, now);
      if (before) expect(before.to).toBe(bordersOf(period, now).from);
    }),
  );
});
