import type { AnyQueue, PayloadOf } from '@koi/contracts';
import type { Job, Queue } from 'bullmq';
import { COMMAND_TIMEOUT_MS, type QueueBackend } from './backend.js';
import { CAPPED_EXPONENTIAL } from './backoff.js';
import { seal, type Envelope } from './envelope.js';
import { QueueUnavailable } from './queue-unavailable.js';

export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed';

/** A job as it stands, for who watches or repairs it. */
export interface JobRecord {
  readonly id: string;
  readonly state: JobState;
  readonly data: unknown;
  readonly progress: unknown;
  readonly result: unknown;
  readonly failedReason: string | undefined;
  readonly attemptsMade: number;
  readonly addedAt: Date;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

export type JobCounts = Readonly<Record<JobState, number>>;

/** How many failed jobs are kept: dead letters wait for a person, not for a cleaner. */
const KEEP_FAILED = 10_000;

/** Adds jobs to one queue, and looks at them. */
export class Producer<Q extends AnyQueue = AnyQueue> {
  protected readonly queue: Queue;

  constructor(
    protected readonly definition: Q,
    backend: QueueBackend,
  ) {
    this.queue = backend.createQueue(definition.name);
    // Each failing command rejects by itself; this listener only keeps Node from ending the process.
    this.queue.on('error', () => undefined);
  }

  /**
   * Adds a job and returns its id. The same id again, while that job exists, adds nothing.
   *
   * @throws ZodError when the payload does not fit its schema: a mistake of the caller.
   * @throws QueueUnavailable when the store does not take it within five seconds.
   */
  add(payload: PayloadOf<Q>, options: { readonly delayMs?: number } = {}): Promise<string> {
    return this.enqueue(payload, {}, options.delayMs);
  }

  protected async enqueue(payload: PayloadOf<Q>, meta: Envelope, delayMs = 0): Promise<string> {
    const { definition } = this;
    const parsed = definition.payload.parse(payload) as PayloadOf<Q>;
    const jobId = definition.jobId(parsed);
    await this.bounded(
      this.queue.add(definition.name, seal(parsed as object, meta), {
        jobId,
        attempts: definition.attempts,
        backoff: { type: CAPPED_EXPONENTIAL, delay: definition.backoff.startMs },
        removeOnComplete: { age: definition.keepCompletedSeconds },
        removeOnFail: { count: KEEP_FAILED },
        ...(delayMs > 0 ? { delay: delayMs } : {}),
      }),
    );
    return jobId;
  }

  /** Has a job added every `everyMs` milliseconds; again with the same id changes the one schedule. */
  async schedule(schedulerId: string, everyMs: number, payload: PayloadOf<Q>): Promise<void> {
    const parsed = this.definition.payload.parse(payload) as object;
    await this.bounded(
      this.queue.upsertJobScheduler(
        schedulerId,
        { every: everyMs },
        {
          name: this.definition.name,
          data: seal(parsed, {}),
          opts: { attempts: 1, removeOnComplete: { count: 10 }, removeOnFail: { count: 100 } },
        },
      ),
    );
  }

  /** A job by its id, as long as it is kept. */
  async find(jobId: string): Promise<JobRecord | undefined> {
    const job = (await this.bounded(this.queue.getJob(jobId))) as Job | undefined;
    return job ? this.toRecord(job) : undefined;
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.bounded(
      this.queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'),
    );
    const of = (state: string): number => counts[state] ?? 0;
    return {
      waiting: of('waiting') + of('prioritized'),
      delayed: of('delayed'),
      active: of('active'),
      completed: of('completed'),
      failed: of('failed'),
    };
  }

  /** Jobs that failed for good, the latest first. */
  async deadLetters(options: { readonly limit: number }): Promise<JobRecord[]> {
    const jobs = (await this.bounded(this.queue.getFailed(0, options.limit - 1))) as Job[];
    return Promise.all(jobs.map((job) => this.toRecord(job)));
  }

  /** Puts a dead letter back into the queue with its attempts counted anew; false when there is no such dead letter. */
  async retry(jobId: string): Promise<boolean> {
    const job = (await this.bounded(this.queue.getJob(jobId))) as Job | undefined;
    if (!job || !(await job.isFailed())) return false;
    await this.bounded(job.retry('failed', { resetAttemptsMade: true }));
    return true;
  }

  /** Removes a job that nobody is working on; false when there is none. */
  async remove(jobId: string): Promise<boolean> {
    return (await this.bounded(this.queue.remove(jobId))) > 0;
  }

  async close(): Promise<void> {
    await this.queue.close();
  }

  private async toRecord(job: Job): Promise<JobRecord> {
    const state = await this.bounded(job.getState());
    return {
      id: job.id ?? '',
      state: STATES[state] ?? 'waiting',
      data: job.data,
      progress: job.progress,
      result: job.returnvalue,
      failedReason: job.failedReason || undefined,
      attemptsMade: job.attemptsMade,
      addedAt: new Date(job.timestamp),
      startedAt: job.processedOn ? new Date(job.processedOn) : undefined,
      endedAt: job.finishedOn ? new Date(job.finishedOn) : undefined,
    };
  }

  /** Waits for the store, but not for ever; a late success does no harm, since job ids make it harmless to try again. */
  private async bounded<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer in ${COMMAND_TIMEOUT_MS} ms`)),
        COMMAND_TIMEOUT_MS,
      );
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw new QueueUnavailable(this.definition.name, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

const STATES: Readonly<Record<string, JobState>> = {
  waiting: 'waiting',
  prioritized: 'waiting',
  'waiting-children': 'waiting',
  delayed: 'delayed',
  active: 'active',
  completed: 'completed',
  failed: 'failed',
};
