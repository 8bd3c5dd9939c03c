import type { Leaderboard } from '@koi/contracts/http';
import { formatCount, formatDuration } from '../../app/format.js';

/** A refresh may take a minute over a million rankings; only later is it late. */
const LATE_MS = 90_000;

/** What the ratings shown do not know yet, and when they will. */
export interface RatingProgress {
  /** `3 rankings`, and whether they are new or no more there. */
  readonly rankings: string;
  readonly change: 'given' | 'taken_back';
  /** `in 12 s`, `now`, `soon`; with `late`, for how long they have been due. */
  readonly when: string;
  readonly late: boolean;
}

/** Undefined when the ratings know every ranking that counts. */
export function ratingProgress(
  { counted, rated, nextRunAt }: Leaderboard['progress'],
  now: Date,
): RatingProgress | undefined {
  const count = Math.abs(counted - rated);
  if (count === 0) return undefined;
  const dueMs = nextRunAt === null ? undefined : new Date(nextRunAt).getTime() - now.getTime();
  return {
    rankings: `${formatCount(count)} ${count === 1 ? 'ranking' : 'rankings'}`,
    change: counted > rated ? 'given' : 'taken_back',
    when: whenDue(dueMs),
    late: dueMs !== undefined && dueMs < -LATE_MS,
  };
}

function whenDue(dueMs: number | undefined): string {
  if (dueMs === undefined) return 'soon';
  if (dueMs < -LATE_MS) return formatDuration(-dueMs);
  return dueMs < 1_000 ? 'now' : `in ${formatDuration(dueMs)}`;
}
