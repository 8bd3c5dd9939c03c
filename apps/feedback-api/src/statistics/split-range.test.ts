import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitRange, toWholeMinutes, type Span } from './split-range.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);

test('whole hours come from hours, the edges from minutes', () => {
  expect(splitRange({ from: at('09:58:00'), to: at('12:03:00') })).toEqual({
    hours: { from: at('10:00:00'), to: at('12:00:00') },
    minutes: [
      { from: at('09:58:00'), to: at('10:00:00') },
      { from: at('12:00:00'), to: at('12:03:00') },
    ],
  });
});

test('a span without a full hour in it comes from minutes alone', () => {
  expect(splitRange({ from: at('09:10:00'), to: at('10:40:00') })).toEqual({
    hours: null,
    minutes: [{ from: at('09:10:00'), to: at('10:40:00') }],
  });
});

test('open bounds stay open', () => {
  expect(splitRange({})).toEqual({ hours: {}, minutes: [] });
  expect(splitRange({ to: at('10:30:30') })).toEqual({
    hours: { to: at('10:00:00') },
    minutes: [{ from: at('10:00:00'), to: at('10:31:00') }],
  });
});

test('every minute of the span is in exactly one part, and no other minute is', () => {
  const moment = fc.integer({ min: 0, max: 6 * 3_600_000 }).map((ms) => new Date(ms));
  const holds = ({ from, to }: Span, minute: Date): boolean =>
    (!from || minute >= from) && (!to || minute < to);
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const span = one <= other ? { from: one, to: other } : { from: other, to: one };
      const { hours, minutes } = splitRange(span);
      const parts = [...(hours ? [hours] : []), ...minutes];
      for (let ms = 0; ms <= 7 * 3_600_000; ms += 60_000) {
        const minute = new Date(ms);
        const inside = holds(toWholeMinutes(span), minute) && holds(span, minute);

        expect(parts.filter((part) => holds(part, minute))).toHaveLength(inside ? 1 : 0);
      }
    }),
    { numRuns: 50 },
  );
});
