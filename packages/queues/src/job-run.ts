import { DomainError, type AnyQueue, type PayloadOf, type ResultOf } from '@koi/contracts';
import { withLogContext, type Logger } from '@koi/observability';
import { UnrecoverableError, WaitingError, type Job } from 'bullmq';

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

/** Ids in a payload that every log line of its job carries. */
const FOLLOWED = ['requestId', 'turnId', 'candidateId'] as const;

/**
 * One try of one job, from the raw job to the parsed result.
 *
 * A worker whose store was away loses its locks, finds its own jobs stalled and takes them up again while they still
 * run. Such a try joins the one that runs: BullMQ renews one lock for each job of a worker, so that of two tries at a
 * time the second would stall again, and a handler would do its work twice.
 */
export class JobRun<Q extends AnyQueue> {
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly definition: Q,
    private readonly handler: (payload: PayloadOf<Q>, job: JobContext) => Promise<ResultOf<Q>>,
    private readonly stopping: AbortSignal,
    private readonly logger: Logger,
  ) {}

  handle(job: Job, token: string | undefined): Promise<unknown> {
    const ids = { queue: this.definition.name, jobId: job.id ?? '', ...idsOf(job.data) };
    return withLogContext(ids, async () => {
      try {
        return await this.joinOrAttempt(job);
      } catch (error) {
        if (this.stopping.aborted) await this.giveBack(job, token);
        throw isRefusal(error) ? unrecoverable(error) : error;
      }
    });
  }

  private async joinOrAttempt(job: Job): Promise<unknown> {
    const id = job.id ?? '';
    const earlier = this.running.get(id);
    if (earlier) {
      this.logger.warn('a job came again while it runs here; it goes on');
      return earlier;
    }
    const attempt = this.attempt(job);
    this.running.set(id, attempt);
    try {
      return await attempt;
    } finally {
      this.running.delete(id);
    }
  }

  private async attempt(job: Job): Promise<unknown> {
    const parsed = this.definition.payload.safeParse(job.data);
    if (!parsed.success)
      throw new UnrecoverableError(`payload does not fit the queue: ${issues(parsed.error)}`);
    const attempt = job.attemptsMade + 1;
    const started = performance.now();
    this.logger.debug({ attempt }, 'job taken');
    const returned = await this.handler(parsed.data as PayloadOf<Q>, {
      jobId: job.id ?? '',
      attempt,
      isLastAttempt: attempt >= (job.opts.attempts ?? 1),
      signal: this.stopping,
      reportProgress: (progress) => job.updateProgress(progress),
    });
    const result: unknown = this.definition.result.parse(returned);
    const ms = Math.round(performance.now() - started);
    this.logger[this.definition.routine ? 'debug' : 'info']({ ms, attempt }, 'job done');
    return result;
  }

  /** A job cut short by the end of its process did not fail: it waits again, and no attempt is counted. */
  private async giveBack(job: Job, token: string | undefined): Promise<never> {
    await job.moveToWait(token);
    this.logger.info('job given back, the service is stopping');
    throw new WaitingError();
  }
}

/** A refusal that will not change: trying again is of no use. */
function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && !error.retryable;
}

function unrecoverable(error: DomainError): UnrecoverableError {
  return Object.assign(new UnrecoverableError(error.message), { cause: error });
}

function idsOf(payload: unknown): Record<string, string> {
  if (typeof payload !== 'object' || payload === null) return {};
  return Object.fromEntries(
    Object.entries(payload).filter(
      ([name, value]) =>
        typeof value === 'string' && (FOLLOWED as readonly string[]).includes(name),
    ),
  );
}

/** Where a payload is wrong, without what stands there. */
function issues(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return error.issues
    .map(({ path, message }) => `${path.map(String).join('.') || 'payload'}: ${message}`)
    .join('; ');
}
