import { z } from 'zod';
import { defineQueue, exponential, type PayloadOf } from './define-queue.js';

/**
 * any writer → analytics-worker: recompute the rollups of one minute.
 *
 * The queue only nudges: what is dirty stands in the `dirty_bucket` table, written in the same transaction as
 * the change. `slice` is the 250 ms slice of the nudge; with a delay as long as a slice, one job answers every
 * write of its slice, and a write that comes while it runs makes the next one.
 */
export const analyticsQueue = defineQueue('analytics', {
  payload: z.object({
    /** Minutes since the Unix epoch. */
    minute: z.int().nonnegative(),
    slice: z.int().nonnegative(),
  }),
  result: z.object({ recomputed: z.int().nonnegative() }),
  jobId: ({ minute, slice }) => `minute-${minute}-${slice}`,
  attempts: 8,
  backoff: exponential({ startMs: 200 }),
  keepCompletedSeconds: 60,
});

export type AnalyticsJob = PayloadOf<typeof analyticsQueue>;

/** Milliseconds of one nudge slice; also the delay of a nudge. */
export const ANALYTICS_SLICE_MS = 250;

/** The nudge for a change at `moment`; add it with a delay of `ANALYTICS_SLICE_MS`, after the commit. */
export function analyticsNudge(moment: Date, now: number = Date.now()): AnalyticsJob {
  return {
    minute: Math.floor(moment.getTime() / 60_000),
    slice: Math.floor(now / ANALYTICS_SLICE_MS),
  };
}
