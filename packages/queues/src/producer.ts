import type { AnyQueue, PayloadOf } from '@koi/contracts';
import type { Job, Queue } from 'bullmq';
import type { QueueBackend } from './backend.js';
import { CAPPED_EXPONENTIAL } from './backoff.js';
import { seal, type Envelope } from './envelope.js';
import { QueueUnavailable } from './queue-unavailable.js';
import { within } from './within.js';

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

/** How a queue does: what stands in it, and for how long. */
export interface QueueHealth {
  readonly counts: JobCounts;
  readonly paused: boolean;
  /** When the job that waits the longest was added; of jobs that wait for a worker, not for their time. */
  readonly oldestWaitingSince: Date | undefined;
}

export type JobCounts = Readonly<Record<JobState, number>>;

/** How many failed jobs are kept: dead letters wait for a person, not for a cleaner. */
const KEEP_FAILED = 10_000;

/** Adds jobs to one queue, and looks at them. */
export class Producer<Q extends AnyQueue = AnyQueue> {
  private queue: Queue;
  private closed = false;

  constructor(
    protected readonly definition: Q,
    private readonly backend: QueueBackend,
  ) {
    this.queue = this.connect();
  }

  /**
   * Adds a job and returns its id. The same id again, while that job exists, adds nothing.
   *
   * @throws ZodError when the payload does not fit its schema, Error when its job id cannot be one: mistakes of the
   *   caller.
   * @throws QueueUnavailable when the store does not take it within five seconds.
   */
  add(payload: PayloadOf<Q>, options: { readonly delayMs?: number } = {}): Promise<string> {
    return this.enqueue(payload, {}, options.delayMs);
  }

  /**
   * Adds a job although one with its id may have ended, which keeps the id for a while; one that waits or is worked on
   * stays the only one.
   */
  async addAgain(payload: PayloadOf<Q>): Promise<string> {
    const jobId = this.definition.jobId(this.definition.payload.parse(payload));
    const state = (await this.find(jobId))?.state;
    if (state === 'failed' && (await this.retry(jobId))) return jobId;
    if (state === 'completed') await this.remove(jobId);
    return this.add(payload);
  }

  protected async enqueue(payload: PayloadOf<Q>, meta: Envelope, delayMs = 0): Promise<string> {
    const { definition } = this;
    const parsed = definition.payload.parse(payload) as PayloadOf<Q>;
    const jobId = definition.jobId(parsed);
    if (!JOB_ID.test(jobId))
      throw new Error(`A job id is not empty, not a number and without ":", unlike "${jobId}".`);
    await this.change((queue) =>
      queue.add(definition.name, seal(parsed as object, meta), {
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
    await this.change(async (queue) => {
      // BullMQ would keep the offset that fits the interval of before, and put it between two jobs whenever one is late.
      const before = await queue.getJobScheduler(schedulerId);
      if (before && before.every !== everyMs) await queue.removeJobScheduler(schedulerId);
      await queue.upsertJobScheduler(
        schedulerId,
        { every: everyMs },
        {
          name: this.definition.name,
          data: seal(parsed, {}),
          opts: {
            attempts: this.definition.attempts,
            backoff: { type: CAPPED_EXPONENTIAL },
            removeOnComplete: { count: 10 },
            removeOnFail: { count: 100 },
          },
        },
      );
    });
  }

  /** When a schedule adds its next job; undefined when there is no such schedule. In the past when it is overdue. */
  async nextRun(schedulerId: string): Promise<Date | undefined> {
    const schedule = await this.ask((queue) => queue.getJobScheduler(schedulerId));
    return schedule?.next === undefined ? undefined : new Date(schedule.next);
  }

  /** A job by its id, as long as it is kept. */
  async find(jobId: string): Promise<JobRecord | undefined> {
    // The state first: a job that is seen as completed then has its result.
    const state = await this.stateOf(jobId);
    const job = await this.job(jobId);
    return job && toRecord(job, state);
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.ask((queue) =>
      queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'),
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

  async health(): Promise<QueueHealth> {
    const [counts, paused] = await Promise.all([
      this.counts(),
      this.ask((queue) => queue.isPaused()),
    ]);
    // Asked for by their place from the newest: BullMQ on Postgres pages them in no other order. A few more than the
    // last, because some may be taken meanwhile.
    const last = Math.max(counts.waiting - 1, 0);
    const oldest = (await this.ask((queue) =>
      queue.getJobs(['waiting'], Math.max(last - 10, 0), last, false),
    )) as Job[];
    const moments = oldest.map(({ timestamp }) => timestamp);
    return {
      counts,
      paused,
      oldestWaitingSince: moments.length > 0 ? new Date(Math.min(...moments)) : undefined,
    };
  }

  /** Jobs that failed for good, the latest first. */
  async deadLetters(options: { readonly limit: number }): Promise<JobRecord[]> {
    const jobs = (await this.ask((queue) => queue.getFailed(0, options.limit - 1))) as Job[];
    return jobs.map((job) => toRecord(job, 'failed'));
  }

  /** Puts a dead letter back into the queue with its attempts counted anew; false when there is no such dead letter. */
  async retry(jobId: string): Promise<boolean> {
    const job = await this.job(jobId);
    if (!job || (await this.stateOf(jobId)) !== 'failed') return false;
    await this.change(() => job.retry('failed', { resetAttemptsMade: true }));
    return true;
  }

  /**
   * Puts a dead letter back with another payload, attempts counted anew; false when there is no such dead letter.
   * Nobody waits for its reply any more.
   *
   * @throws ZodError when the payload does not fit its schema.
   */
  async mend(jobId: string, payload: PayloadOf<Q>): Promise<boolean> {
    const parsed = this.definition.payload.parse(payload) as object;
    const job = await this.job(jobId);
    if (!job || (await this.stateOf(jobId)) !== 'failed') return false;
    await this.change(() => job.updateData(seal(parsed, {})));
    return this.retry(jobId);
  }

  /** Removes a job that nobody is working on; false when there is none. */
  async remove(jobId: string): Promise<boolean> {
    // BullMQ on Redis counts a job that does not exist as removed.
    if (!(await this.job(jobId))) return false;
    return (await this.change((queue) => queue.remove(jobId))) > 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.queue.close();
  }

  private async job(jobId: string): Promise<Job | undefined> {
    return (await this.ask((queue) => queue.getJob(jobId))) as Job | undefined;
  }

  private async stateOf(jobId: string): Promise<JobState> {
    return STATES[await this.ask((queue) => queue.getJobState(jobId))] ?? 'waiting';
  }

  /** Changes the queue; what the caller is told then outlives a crash of the store. */
  private change<Result>(work: (queue: Queue) => Promise<Result>): Promise<Result> {
    return this.ask(async (queue) => {
      const result = await work(queue);
      await this.backend.harden();
      return result;
    });
  }

  /** Asks the store, but not for ever. */
  private async ask<Result>(question: (queue: Queue) => Promise<Result>): Promise<Result> {
    try {
      return await within(this.ready().then(question));
    } catch (error) {
      throw new QueueUnavailable(this.definition.name, error);
    }
  }

  /** BullMQ never forgets that its first contact failed, so a queue made while the store was away is made anew. */
  private async ready(): Promise<Queue> {
    const { queue } = this;
    try {
      await queue.waitUntilReady();
    } catch (error) {
      if (this.closed) throw error;
      if (queue === this.queue) this.queue = this.connect();
      void queue.close().catch(() => undefined);
      await this.queue.waitUntilReady();
    }
    return this.queue;
  }

  private connect(): Queue {
    const queue = this.backend.createQueue(this.definition.name);
    // Each failing command rejects by itself; this listener only keeps Node from ending the process.
    queue.on('error', () => undefined);
    return queue;
  }
}

function toRecord(job: Job, state: JobState): JobRecord {
  return {
    id: job.id ?? '',
    state,
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

/** BullMQ numbers jobs itself and separates its keys by ":". */
const JOB_ID = /^(?!\d+$)[^:]+$/;

const STATES: Readonly<Record<string, JobState>> = {
  waiting: 'waiting',
  prioritized: 'waiting',
  'waiting-children': 'waiting',
  delayed: 'delayed',
  active: 'active',
  completed: 'completed',
  failed: 'failed',
};
