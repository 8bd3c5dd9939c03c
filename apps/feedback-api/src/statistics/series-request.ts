import { InvalidInput } from '@koi/service';
import type { SeriesStep } from './rollup-rows.js';

/** The most points one series may have. */
const MAX_POINTS = 2_000;

const STEP_MS: Readonly<Record<SeriesStep, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** @throws InvalidInput when a range ends before it begins. */
export function requireOrder(from: Date | undefined, to: Date | undefined): void {
  if (from && to && from >= to)
    throw new InvalidInput([{ path: 'to', message: 'must be later than from' }]);
}

/** @throws InvalidInput when the series would have too many points; says how many, and what to do. */
export function requireFewPoints(from: Date, to: Date, step: SeriesStep): void {
  const points = Math.ceil((to.getTime() - from.getTime()) / STEP_MS[step]);
  if (points <= MAX_POINTS) return;
  throw new InvalidInput([
    {
      path: 'step',
      message: `this range has about ${points} points by the ${step}, and ${MAX_POINTS} is the most: take a longer step or a shorter range`,
    },
  ]);
}

/**
 * @throws InvalidInput for anything but the name of an IANA zone. Offsets such as `+02:00` are refused: Postgres reads
 * them the other way round (POSIX).
 */
export function requireTimeZone(timeZone: string): void {
  try {
    if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError(timeZone);
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new InvalidInput([
      { path: 'timeZone', message: 'is not an IANA time zone such as Europe/Berlin' },
    ]);
  }
}
