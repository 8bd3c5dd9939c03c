import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitPeople, splitRange, splitSteps, toWholeMinutes, type Span } from './split-range.js';

const at = (time: string): Date => new Date(`2026-03-${time}Z`);

test('whole days come from days, then hours, the edges from minutes', () => {
  expect(splitRange({ from: at('01T22:58:00'), to: at('04T01:03:00') })).toEqual([
    { table: 'stats_minute', span: { from: at('01T22:58:00'), to: at('01T23:00:00') } },
    { table: 'stats_hour', span: { from: at('01T23:00:00'), to: at('02T00:00:00') } },
    { table: 'stats_day', span: { from: at('02T00:00:00'), to: at('04T00:00:00') } },
    { table: 'stats_hour', span: { from: at('04T00:00:00'), to: at('04T01:00:00') } },
    { table: 'stats_minute', span: { from: at('04T01:00:00'), to: at('04T01:03:00') } },
  ]);
});

test('nothing coarser than asked for is used', () => {
  const span = { from: at('01T22:00:00'), to: at('04T01:00:00') };
  expect(splitRange(span, 'stats_hour')).toEqual([{ table: 'stats_hour', span }]);
  expect(splitRange(span, 'stats_minute')).toEqual([{ table: 'stats_minute', span }]);
});

test('a span without a full hour in it comes from minutes alone', () => {
  const span = { from: at('01T09:10:00'), to: at('01T10:40:00') };
  expect(splitRange(span)).toEqual([{ table: 'stats_minute', span }]);
});

test('open bounds stay open', () => {
  expect(splitRange({})).toEqual([{ table: 'stats_day', span: {} }]);
  expect(splitRange({ to: at('01T01:30:30') })).toEqual([
    { table: 'stats_day', span: { to: at('01T00:00:00') } },
    { table: 'stats_hour', span: { from: at('01T00:00:00'), to: at('01T01:00:00') } },
    { table: 'stats_minute', span: { from: at('01T01:00:00'), to: at('01T01:31:00') } },
  ]);
});

test('hours in which a step begins are read by minutes', () => {
  const span = { from: at('01T18:00:00'), to: at('03T18:45:00') };
  const steps = ['01T18:30:00', '02T18:30:00', '03T18:30:00'].map(at);
  const cut = ['01T18:00:00', '02T18:00:00', '03T18:00:00'].map(at);
  const hours = { from: at('01T18:00:00'), to: at('03T18:00:00') };
  const parts = splitSteps(span, steps);
  expect(parts).toMatchObject([
    { table: 'stats_hour', span: hours, without: cut },
    { table: 'stats_minute', span: hours },
    { table: 'stats_minute', span: { from: hours.to, to: span.to } },
  ]);
  expect(parts[1]?.within).toHaveLength(180);
  expect(parts[1]?.within?.slice(59, 61)).toEqual([at('01T18:59:00'), at('02T18:00:00')]);
  expect(splitSteps(hours, [hours.from])).toEqual([{ table: 'stats_hour', span: hours }]);
});

test('people are counted by months, then days, then hours, the edges from messages', () => {
  const from = new Date('2026-01-30T22:58:30Z');
  const to = new Date('2026-04-01T01:00:00Z');
  expect(splitPeople({ from, to }).map(({ table, span }) => [table, span.from])).toEqual([
    ['turn', new Date('2026-01-30T22:59:00Z')],
    ['participant_hour', new Date('2026-01-30T23:00:00Z')],
    ['participant_day', new Date('2026-01-31T00:00:00Z')],
    ['participant_month', new Date('2026-02-01T00:00:00Z')],
    ['participant_hour', new Date('2026-04-01T00:00:00Z')],
  ]);
});

test.each([
  ['splitRange', splitRange, 4],
  ['splitPeople', splitPeople, 4],
  ['splitPeople', splitPeople, 70],
] as const)(
  '%s: every minute of the span is in exactly one part, no other is, and parts hold whole buckets',
  (_, split, days) => {
    const DAY = 86_400_000;
    // Across the end of a month, of a year, and of a February of 29 days.
    const start = Date.UTC(2027, 11, 30);
    const moment = fc.integer({ min: 0, max: days * DAY }).map((ms) => new Date(start + ms));
    const holds = ({ from, to }: Span, minute: Date): boolean =>
      (!from || minute >= from) && (!to || minute < to);
    const wholeBuckets = {
      turn: /:00\.000Z$/,
      stats_minute: /:00\.000Z$/,
      stats_hour: /:00:00\.000Z$/,
      participant_hour: /:00:00\.000Z$/,
      stats_day: /T00:00:00\.000Z$/,
      participant_day: /T00:00:00\.000Z$/,
      participant_month: /-01T00:00:00\.000Z$/,
    };
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const span = one <= other ? { from: one, to: other } : { from: other, to: one };
        const parts = split(span);
        for (const { table, span: part } of parts)
          for (const bound of [part.from, part.to])
            expect(bound?.toISOString()).toMatch(wholeBuckets[table]);
        let wrong = 0;
        const step = days > 10 ? 30 * 60_000 : 60_000;
        for (let ms = 0; ms <= (days + 1) * DAY; ms += step) {
          const minute = new Date(start + ms);
          const inside = holds(toWholeMinutes(span), minute) && holds(span, minute);
          const count = parts.filter((part) => holds(part.span, minute)).length;
          if (count !== (inside ? 1 : 0)) wrong += 1;
        }
        expect(wrong).toBe(0);
      }),
      { numRuns: 30 },
    );
  },
);
