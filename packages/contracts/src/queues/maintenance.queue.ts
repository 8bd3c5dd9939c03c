import { z } from 'zod';
import { defineQueue, exponential, type PayloadOf } from './define-queue.js';

/**
 * scheduler → analytics-worker: work that comes round by itself.
 *
 * `sweep_turns` re-adds candidates whose job vanished; `sweep_buckets` recomputes dirty buckets whose nudge was
 * lost; `watch_training` copies the state of training jobs into their rows.
 */
export const maintenanceTask = z.enum(['sweep_turns', 'sweep_buckets', 'watch_training']);
export type MaintenanceTask = z.infer<typeof maintenanceTask>;

export const maintenanceQueue = defineQueue('maintenance', {
  payload: z.object({ task: maintenanceTask }),
  result: z.object({ touched: z.int().nonnegative() }),
  jobId: ({ task }) => task,
  attempts: 1,
  backoff: exponential({ startMs: 1_000 }),
  keepCompletedSeconds: 60,
});

export type MaintenanceJob = PayloadOf<typeof maintenanceQueue>;
