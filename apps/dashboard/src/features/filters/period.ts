import type { LocationQuery } from 'vue-router';
import { single } from './query-parameters.js';
import { isRangeName, startOf, stepOf, type RangeName, type Step } from './time-range.js';

/** A named range, or exact borders in its place: `from` inclusive, `to` exclusive, ISO times. */
export interface Period {
  readonly range: RangeName;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Borders {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Up to so long a chart has a bucket a minute, and an hour. */
const mostByMinute = 3 * hourMs;
const mostByHour = 10 * 24 * hourMs;

const isExact = ({ from, to }: Period): boolean => from !== undefined || to !== undefined;

/** Reads a period from an address; what makes no sense there is left out. */
export function readPeriod(query: LocationQuery, fallback: RangeName): Period {
  const range = single(query, 'range');
  const [from, to] = [single(query, 'from'), single(query, 'to')].map(toWholeMinute);
  return { range: isRangeName(range) ? range : fallback, from, to };
}

/** Writes it as parameters of an address, `range` only where it is not `fallback`. */
export function writePeriod(
  period: Period,
  fallback: RangeName,
): Record<'range' | 'from' | 'to', string | undefined> {
  const named = !isExact(period) && period.range !== fallback;
  return { range: named ? period.range : undefined, from: period.from, to: period.to };
}

/** The moments a period begins and ends at; a named range is counted back from `now` and has no end. */
export function bordersOf(period: Period, now: Date): Borders {
  if (isExact(period)) return { from: period.from, to: period.to };
  const start = startOf(period.range, now);
  return start ? { from: start.toISOString() } : {};
}

/** The equally long time before a period, as far as it has passed by now; `undefined` when it has no beginning. */
export function bordersBefore(period: Period, now: Date): Required<Borders> | undefined {
  const { from, to } = bordersOf(period, now);
  if (!from) return undefined;
  const start = Date.parse(from);
  const passed = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const length = Math.min(to ? Date.parse(to) : passed, passed) - start;
  if (length <= 0) return undefined;
  return { from: new Date(start - length).toISOString(), to: from };
}

/** How wide a chart's buckets are in a period. */
export function stepWithin(period: Period, now: Date): Step {
  if (!isExact(period)) return stepOf(period.range);
  if (!period.from) return 'day';
  const end = period.to ? Date.parse(period.to) : now.getTime();
  const length = end - Date.parse(period.from);
  if (length <= mostByMinute) return 'minute';
  return length <= mostByHour ? 'hour' : 'day';
}

/** The statistics are of whole minutes; a moment within one means the next. */
function toWholeMinute(text: string | undefined): string | undefined {
  const time = text ? Date.parse(text) : Number.NaN;
  // Years of more digits are no moments for the server.
  if (Number.isNaN(time) || Math.abs(time) > Date.UTC(9_999, 0)) return undefined;
  return new Date(Math.ceil(time / minuteMs) * minuteMs).toISOString();
}
