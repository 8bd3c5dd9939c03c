/** The ranges one can choose; `all` has no beginning. */
export const rangeNames = ['1h', '24h', '7d', '30d', 'all'] as const;
export type RangeName = (typeof rangeNames)[number];

export type Step = 'minute' | 'hour' | 'day';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const lengthMs = { '1h': hourMs, '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs } as const;
const steps = { '1h': 'minute', '24h': 'hour', '7d': 'hour', '30d': 'day', all: 'day' } as const;

export function isRangeName(value: unknown): value is RangeName {
  return rangeNames.includes(value as RangeName);
}

/** How wide a chart's buckets are in a range. */
export function stepOf(range: RangeName): Step {
  return steps[range];
}

/**
 * The beginning of a range, on the border of a bucket, so that tiles, chart and the rows behind them count the same
 * things. Days begin at midnight of the browser's time zone; a range is therefore up to one bucket longer than its
 * name. `undefined` for `all`.
 */
export function startOf(range: RangeName, now: Date): Date | undefined {
  if (range === 'all') return undefined;
  return floorTo(new Date(now.getTime() - lengthMs[range]), steps[range]);
}

/** The end of the bucket that begins at `start`. A day may have 23 or 25 hours. */
export function endOfBucket(start: Date, step: Step): Date {
  if (step === 'minute') return new Date(start.getTime() + minuteMs);
  if (step === 'hour') return new Date(start.getTime() + hourMs);
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return end;
}

function floorTo(time: Date, step: Step): Date {
  const floored = new Date(time);
  if (step === 'day') floored.setHours(0, 0, 0, 0);
  // UTC, as the server's hours are; zones with half hours would otherwise split its buckets.
  else if (step === 'hour') floored.setTime(Math.floor(time.getTime() / hourMs) * hourMs);
  else floored.setTime(Math.floor(time.getTime() / minuteMs) * minuteMs);
  return floored;
}

/** The browser's IANA time zone, named beside every chart. */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
