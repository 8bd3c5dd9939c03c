import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitRange, toWholeMinutes, type Span } from './split-range.js';

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

test('every minute of the span is in exactly one part, no other is, and parts hold whole buckets', () => {
  const DAY = 86_400_000;
  const moment = fc.integer({ min: 0, max: 4 * DAY }).map((ms) => new Date(ms));
  const holds = ({ from, to }: Span, minute: Date): boolean =>
    (!from || minute >= from) && (!to || minute < to);
  const size = { stats_minute: 60_000, stats_hour: 3_600_000, stats_day: DAY };
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const span = one <= other ? { from: one, to: other } : { from: other, to: one };
      const parts = splitRange(span);
      for (const { table, span: part } of parts)
        for (const bound of [part.from, part.to])
          expect((bound?.getTime() ?? 0) % size[table]).toBe(0);
      let wrong = 0;
      for (let ms = 0; ms <= 5 * DAY; ms += 60_000) {
        const minute = new Date(ms);
        const inside = holds(toWholeMinutes(span), minute) && holds(span, minute);
        const count = parts.filter((part) => holds(part.span, minute)).length;
        if (count !== (inside ? 1 : 0)) wrong += 1;
      }
      expect(wrong).toBe(0);
    }),
    { numRuns: 50 },
  );
});
