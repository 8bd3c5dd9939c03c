import type { ExponentialBackoff } from '@koi/contracts';

/** The name of koi's backoff in a job's options. */
export const CAPPED_EXPONENTIAL = 'capped-exponential';

/** Milliseconds to wait after `attemptsMade` failed attempts: `startMs · 2^(n-1)`, never more than `maxMs`. */
export function backoffDelay({ startMs, maxMs }: ExponentialBackoff, attemptsMade: number): number {
  return Math.min(startMs * 2 ** Math.max(attemptsMade - 1, 0), maxMs);
}
