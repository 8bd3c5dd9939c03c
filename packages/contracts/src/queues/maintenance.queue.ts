import { z } from 'zod';
import { defineQueue, exponential, type PayloadOf } from './define-queue.js';

/**
 * scheduler → analytics-worker: work that comes round by itself.
 *
 * `sweep_turns` re-adds candidates whose job vanished; `sweep_buckets` recomputes dirty buckets whose nudge was
 * lost; `sweep_datasets` re-adds builds whose job vanished; `watch_training` copies the state of training jobs into
 * their rows and re-adds those that never arrived; `erase_inactive` erases people who have been away for the retention
 * time; `refresh_ratings` rates the models again when there are new rankings; `check_rollups` compares rollups with the
 * rows behind them once a night.
 * `forget_refusals` deletes refused feedback after thirty days.
 * Never scheduled: `rebuild_rollups` and `rebuild_ratings` compute all of them anew.
 */
export const maintenanceTask = z.enum([
  'sweep_turns',
  'sweep_buckets',
  'sweep_datasets',
  'watch_training',
  'erase_inactive',
  'refresh_ratings',
  'check_rollups',
  'forget_refusals',
  'rebuild_rollups',
  'rebuild_ratings',
]);
export type MaintenanceTask = z.infer<typeof maintenanceTask>;

export const maintenanceQueue = defineQueue('maintenance', {
  payload: z.object({ task: maintenanceTask }),
  result: z.object({ touched: z.int().nonnegative() }),
  jobId: ({ task }) => task,
  attempts: 1,
  backoff: exponential({ startMs: 1_000 }),
  keepCompletedSeconds: 60,
  routine: true,
});

export type MaintenanceJob = PayloadOf<typeof maintenanceQueue>;
