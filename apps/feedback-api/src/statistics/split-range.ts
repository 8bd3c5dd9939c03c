/** A span of time from its start up to, and without, its end; a missing bound is open. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
}

/** Which rollups add up to a span: whole hours, and the minutes before and after them. */
export interface SplitRange {
  readonly hours: Span | null;
  readonly minutes: readonly Span[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A minute of the rollups cannot be divided: it belongs to the span in which it starts. So both bounds move to the
 * next full minute.
 */
export function toWholeMinutes({ from, to }: Span): Span {
  return {
    ...(from ? { from: new Date(up(from, MINUTE)) } : {}),
    ...(to ? { to: new Date(up(to, MINUTE)) } : {}),
  };
}

/** Splits a span so that as much as can be is read from hours: the same sum from up to 60 times fewer rows. */
export function splitRange(span: Span): SplitRange {
  const { from, to } = toWholeMinutes(span);
  const first = from ? new Date(up(from, HOUR)) : undefined;
  const end = to ? new Date(Math.floor(to.getTime() / HOUR) * HOUR) : undefined;
  if (first && end && first >= end) return { hours: null, minutes: [spanOf(from, to)] };
  const minutes: Span[] = [];
  if (from && first && from < first) minutes.push({ from, to: first });
  if (to && end && end < to) minutes.push({ from: end, to });
  return { hours: spanOf(first, end), minutes };
}

const up = (moment: Date, unit: number): number => Math.ceil(moment.getTime() / unit) * unit;

const spanOf = (from: Date | undefined, to: Date | undefined): Span => ({
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
});
