import type { AnyQueue, PayloadOf, ResultOf } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Job, Worker } from 'bullmq';
import type { QueueBackend } from './backend.js';
import { backoffDelay } from './backoff.js';
import { HourCounter } from './hour-counter.js';
import { JobEnd } from './job-end.js';
import { JobRun, type JobContext } from './job-run.js';
import type { Relay } from './relay/relay.js';
import { within } from './within.js';

export interface WorkerHostOptions<Q extends AnyQueue> {
  readonly backend: QueueBackend;
  /** For replies; without it jobs are only done. */
  readonly relay?: Relay;
  readonly logger: Logger;
  /** Jobs handled at a time. Default 1. */
  readonly concurrency?: number;
  /** Milliseconds without a sign of life after which another worker may take the job. Default 30,000. */
  readonly lockDurationMs?: number;
  /** Milliseconds between searches for stalled jobs. Default 5,000. */
  readonly stalledIntervalMs?: number;
  /**
   * Called once a job has failed for good, with what its handler threw last. A process that dies just then skips the
   * call, so what must happen is also found by a sweeper.
   */
  readonly onDeadLetter?: (payload: PayloadOf<Q>, error: Error) => Promise<void>;
}

export interface RunningWorker {
  /** Jobs of this worker that ended in the last hour; a failed attempt that is tried again is none. */
  lastHour(): { readonly completed: number; readonly failed: number };
  /**
   * Takes no more jobs, waits up to `graceMs` (default 8,000) for running ones, then aborts them: they go back into the
   * queue with no attempt counted, and another worker takes them up.
   */
  close(graceMs?: number): Promise<void>;
}

/**
 * How often a job may be found stalled (its worker died) before BullMQ fails it. The default of 1 would fail good jobs
 * after a second crash.
 */
const MAX_STALLED = 20;

/** What a handler has to end in after its signal was aborted, in milliseconds. */
const ABORT_MS = 1_000;

/**
 * Starts consuming a queue. Payloads are parsed before the handler sees them; one that does not fit is a dead letter
 * at once. A `DomainError` that is not retryable ends the job at once, anything else is tried again with backoff.
 *
 * ```ts
 * const worker = await startWorker(feedbackQueue, ({ idempotencyKey }) => record(idempotencyKey), {
 *   backend, relay, logger, concurrency: 16,
 * });
 * ```
 *
 * @throws when the store cannot be reached, or its schema has not been migrated.
 */
export async function startWorker<Q extends AnyQueue>(
  definition: Q,
  handler: (payload: PayloadOf<Q>, job: JobContext) => Promise<ResultOf<Q>>,
  options: WorkerHostOptions<Q>,
): Promise<RunningWorker> {
  const { backend, logger } = options;
  const aborting = new AbortController();
  const run = new JobRun(definition, handler, aborting.signal, logger);
  const end = new JobEnd(definition, options);

  const worker: Worker = backend.createWorker(
    definition.name,
    (job: Job, token?: string) => run.handle(job, token),
    {
      concurrency: options.concurrency ?? 1,
      maxStalledCount: MAX_STALLED,
      lockDuration: options.lockDurationMs ?? 30_000,
      stalledInterval: options.stalledIntervalMs ?? 5_000,
      settings: {
        backoffStrategy: (attemptsMade) => backoffDelay(definition.backoff, attemptsMade),
      },
    },
  );
  worker.on('error', (err) => logger.warn({ err, queue: definition.name }, 'worker error'));
  worker.on('stalled', (jobId) =>
    logger.warn({ queue: definition.name, jobId }, 'a job stalled; it is taken up again'),
  );
  // BullMQ's own metrics write a row a job on Postgres; counting here costs nothing.
  const [completed, failed] = [new HourCounter(), new HourCounter()];
  worker.on('completed', (job, result) => {
    completed.add();
    end.completed(job, result);
  });
  worker.on('failed', (job, error) => {
    if (job && end.failed(job, error)) failed.add();
  });

  try {
    await within(worker.waitUntilReady());
  } catch (error) {
    // BullMQ has begun to look for jobs; on tables that are missing it would do so without a pause, for ever.
    await within(worker.close(true), ABORT_MS).catch(() => undefined);
    throw error;
  }
  return {
    lastHour: () => ({ completed: completed.total(), failed: failed.total() }),
    close: async (graceMs = 8_000) => {
      await closeWorker(worker, graceMs, aborting);
      await end.settled();
    },
  };
}

async function closeWorker(
  worker: Worker,
  graceMs: number,
  aborting: AbortController,
): Promise<void> {
  const closing = worker.close();
  const outcome = await within(closing, graceMs).catch(() => 'late' as const);
  if (outcome !== 'late') return;
  aborting.abort(new Error('the service is stopping'));
  // A handler that ignores the signal loses its lock with its process; the job is found stalled then.
  await within(closing, ABORT_MS).catch(() => undefined);
}
