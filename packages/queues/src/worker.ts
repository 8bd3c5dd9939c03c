import {
  DomainError,
  replyTopic,
  type AnyQueue,
  type PayloadOf,
  type ResultOf,
} from '@koi/contracts';
import { withLogContext, type Logger } from '@koi/observability';
import { UnrecoverableError, type Job, type Worker } from 'bullmq';
import type { QueueBackend } from './backend.js';
import { backoffDelay } from './backoff.js';
import { envelopeOf } from './envelope.js';
import type { Relay } from './relay.js';
import type { Reply } from './requester.js';

/** What a handler knows of its job besides the payload. */
export interface JobContext {
  readonly jobId: string;
  /** Counts tries from 1. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Aborts when the service stops and its grace time is over. */
  readonly signal: AbortSignal;
  reportProgress(progress: object): Promise<void>;
}

export interface WorkerHostOptions<Q extends AnyQueue> {
  readonly backend: QueueBackend;
  /** For replies; without it jobs are only done. */
  readonly relay?: Relay;
  readonly logger: Logger;
  /** Jobs handled at a time. */
  readonly concurrency?: number;
  /** Milliseconds without a sign of life after which another worker may take the job. Default 30,000. */
  readonly lockDurationMs?: number;
  /** Milliseconds between searches for stalled jobs. Default 5,000. */
  readonly stalledIntervalMs?: number;
  /** Called once a job has failed for good. */
  readonly onDeadLetter?: (payload: PayloadOf<Q>, error: Error) => Promise<void>;
}

export interface RunningWorker {
  /** Takes no more jobs, waits up to `graceMs` for running ones, then aborts them: another worker takes them up. */
  close(graceMs?: number): Promise<void>;
}

/**
 * How often a job may be found stalled (its worker died) before BullMQ fails it. The default of 1 would fail good jobs
 * after a second crash.
 */
const MAX_STALLED = 20;

/**
 * Starts consuming a queue. Payloads are parsed before the handler sees them; one that does not fit is a dead letter
 * at once. A `DomainError` that is not retryable ends the job at once, anything else is tried again with backoff.
 */
export async function startWorker<Q extends AnyQueue>(
  definition: Q,
  handler: (payload: PayloadOf<Q>, job: JobContext) => Promise<ResultOf<Q>>,
  options: WorkerHostOptions<Q>,
): Promise<RunningWorker> {
  const { backend, relay, logger } = options;
  const aborting = new AbortController();

  const handle = async (job: Job): Promise<unknown> => {
    const jobId = job.id ?? '';
    const parsed = definition.payload.safeParse(job.data);
    if (!parsed.success)
      throw new UnrecoverableError(`payload does not fit the queue: ${issues(parsed.error)}`);
    const payload = parsed.data as PayloadOf<Q>;
    const started = performance.now();
    const result = definition.result.parse(
      await unwrapped(() =>
        handler(payload, {
          jobId,
          attempt: job.attemptsMade + 1,
          isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
          signal: aborting.signal,
          reportProgress: (progress) => job.updateProgress(progress),
        }),
      ),
    );
    logger.info(
      { ms: Math.round(performance.now() - started), attempt: job.attemptsMade + 1 },
      'job done',
    );
    return result;
  };

  const worker: Worker = backend.createWorker(
    definition.name,
    (job) =>
      withLogContext({ queue: definition.name, jobId: job.id ?? '', ...requestOf(job) }, () =>
        handle(job),
      ),
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
  worker.on('completed', (job, result) => {
    void send(job, { status: 'completed', jobId: job.id ?? '', result: result as unknown });
  });
  worker.on('failed', (job, error) => {
    if (!job) return;
    const context = {
      queue: definition.name,
      jobId: job.id,
      attempt: job.attemptsMade,
      err: error,
    };
    if (!isFinal(job, error)) {
      logger.warn(context, 'job failed; it is tried again');
      return;
    }
    logger.error(context, 'job failed for good: a dead letter');
    void send(job, { status: 'failed', jobId: job.id ?? '', reason: error.message });
    void bury(job, error);
  });

  /** Tells the node that waits, if any. A lost reply is made good by the waiter's look into Postgres. */
  async function send(job: Job, message: Reply): Promise<void> {
    const { replyTo } = envelopeOf(job.data);
    if (!relay || !replyTo) return;
    try {
      await relay.publish(replyTopic(replyTo, message.jobId), message);
    } catch (err) {
      logger.warn(
        { err, queue: definition.name, jobId: message.jobId },
        'could not send the reply',
      );
    }
  }

  async function bury(job: Job, error: Error): Promise<void> {
    const parsed = definition.payload.safeParse(job.data);
    if (!parsed.success || !options.onDeadLetter) return;
    try {
      await options.onDeadLetter(parsed.data as PayloadOf<Q>, error);
    } catch (err) {
      logger.error(
        { err, queue: definition.name, jobId: job.id },
        'could not end what the dead letter stood for',
      );
    }
  }

  await worker.waitUntilReady();
  return { close: (graceMs = 8_000) => closeWorker(worker, graceMs, aborting) };
}

async function closeWorker(
  worker: Worker,
  graceMs: number,
  aborting: AbortController,
): Promise<void> {
  const closing = worker.close();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), graceMs);
  });
  const outcome = await Promise.race([closing, late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  aborting.abort(new Error('the service is stopping'));
  await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 1_000))]);
}

/** A refusal that will not change ends the job now. */
async function unwrapped<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && !error.retryable) {
      throw Object.assign(new UnrecoverableError(error.message), { cause: error });
    }
    throw error;
  }
}

function isFinal(job: Job, error: Error): boolean {
  return (
    error instanceof UnrecoverableError ||
    error.name === 'UnrecoverableError' ||
    job.attemptsMade >= (job.opts.attempts ?? 1)
  );
}

function requestOf(job: Job): { requestId?: string } {
  const data: unknown = job.data;
  const id =
    typeof data === 'object' && data !== null && 'requestId' in data ? data.requestId : undefined;
  return typeof id === 'string' ? { requestId: id } : {};
}

/** Where a payload is wrong, without what stands there. */
function issues(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return error.issues
    .map(({ path, message }) => `${path.map(String).join('.') || 'payload'}: ${message}`)
    .join('; ');
}
