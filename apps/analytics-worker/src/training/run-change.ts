import { trainingProgress, trainingQueue, type TrainingProgress } from '@koi/contracts';
import type { TrainingRunEntity } from '@koi/database';
import type { JobRecord } from '@koi/queues';

export type OpenRun = Pick<
  TrainingRunEntity,
  'id' | 'state' | 'progress' | 'message' | 'metrics' | 'startedAt' | 'createdAt'
>;

/** What a run's row has to become. `endedAt` is set for states that are final. */
export type RunChange = Partial<
  Pick<
    TrainingRunEntity,
    | 'state'
    | 'progress'
    | 'message'
    | 'metrics'
    | 'modelVersion'
    | 'artefactUri'
    | 'error'
    | 'startedAt'
    | 'endedAt'
  >
>;

/** What the trainer's job says about an open run; `undefined` when the row says it already. */
export function runChange(run: OpenRun, job: JobRecord, now: Date): RunChange | undefined {
  switch (job.state) {
    case 'waiting':
    case 'delayed':
      return undefined;
    case 'active':
      return changed(run, {
        state: 'running',
        startedAt: startOf(run, job),
        ...reported(run, job),
      });
    case 'failed':
      return {
        ...reported(run, job),
        state: 'failed',
        startedAt: startOf(run, job),
        endedAt: job.endedAt ?? now,
        error: job.failedReason || 'The trainer gave no reason.',
      };
    case 'completed':
      return completed(run, job, now);
  }
}

/** A run whose trainer had begun, and whose job is gone: nobody can say any more how it ended. */
export const vanished = (now: Date): RunChange => ({
  state: 'failed',
  endedAt: now,
  error:
    'The training job vanished from the queue while it was running, so its result is unknown. Was the queue emptied? Start a new run.',
});

function completed(run: OpenRun, job: JobRecord, now: Date): RunChange {
  const seen = reported(run, job);
  const ended = { startedAt: startOf(run, job), endedAt: job.endedAt ?? now };
  const result = trainingQueue.result.safeParse(job.result);
  if (!result.success) {
    const issues = result.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'result'}: ${message}`,
    );
    return {
      ...seen,
      ...ended,
      state: 'failed',
      error: `The trainer's result does not fit docs/data-formats.md. ${issues.join('; ')}`,
    };
  }
  const { modelVersion, metrics, artefactUri } = result.data;
  return {
    ...seen,
    ...ended,
    state: 'completed',
    progress: 1,
    metrics: { ...seen.metrics, ...metrics },
    modelVersion,
    artefactUri: artefactUri ?? null,
  };
}

/** A trainer in another language may report anything; what is no progress is not taken over. */
function reported(
  run: OpenRun,
  job: JobRecord,
): Required<Pick<RunChange, 'progress' | 'message' | 'metrics'>> {
  const parsed = trainingProgress.safeParse(job.progress);
  const progress: Partial<TrainingProgress> = parsed.success ? parsed.data : {};
  return {
    progress: progress.fraction ?? run.progress,
    message: progress.message ?? run.message,
    metrics: { ...run.metrics, ...progress.metrics },
  };
}

const startOf = (run: OpenRun, job: JobRecord): Date | null =>
  run.startedAt ?? job.startedAt ?? null;

/** Leaves the row alone when nothing would change: it is looked at every two seconds. */
function changed(run: OpenRun, change: RunChange): RunChange | undefined {
  const same =
    run.state === change.state &&
    run.progress === change.progress &&
    run.message === change.message &&
    run.startedAt?.getTime() === change.startedAt?.getTime() &&
    JSON.stringify(run.metrics) === JSON.stringify(change.metrics);
  return same ? undefined : change;
}
