import { replyTopic, type AnyQueue, type PayloadOf } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { UnrecoverableError, type Job } from 'bullmq';
import { envelopeOf } from './envelope.js';
import type { Relay } from './relay/relay.js';
import type { Reply } from './reply.js';

/** What happens once the end of a try is stored: a reply to who waits, and the last rites of a dead letter. */
export class JobEnd<Q extends AnyQueue> {
  private readonly running = new Set<Promise<void>>();
  private readonly relay: Relay | undefined;
  private readonly logger: Logger;

  constructor(
    private readonly definition: Q,
    private readonly options: {
      readonly relay?: Relay;
      readonly logger: Logger;
      readonly onDeadLetter?: (payload: PayloadOf<Q>, error: Error) => Promise<void>;
    },
  ) {
    this.relay = options.relay;
    this.logger = options.logger;
  }

  completed(job: Job, result: unknown): void {
    this.track(this.reply(job, { status: 'completed', ...this.idsOf(job), result }));
  }

  /** True when the job has failed for good. */
  failed(job: Job, error: Error): boolean {
    const about = { ...this.idsOf(job), attempt: job.attemptsMade, err: error };
    if (!isFinal(job, error)) {
      this.logger.warn(about, 'job failed; it is tried again');
      return false;
    }
    this.logger.error(about, 'job failed for good: a dead letter');
    this.track(this.bury(job, thrown(error)));
    this.track(this.reply(job, { status: 'failed', ...this.idsOf(job), reason: error.message }));
    return true;
  }

  /** Resolves when every reply and every call of `onDeadLetter` has ended. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  /** A reply that is lost is made good by the waiter, who looks at the job. */
  private async reply(job: Job, message: Reply): Promise<void> {
    const { replyTo } = envelopeOf(job.data);
    if (!this.relay || !replyTo) return;
    try {
      await this.relay.publish(replyTopic(replyTo, message.jobId), message);
    } catch (err) {
      this.logger.warn({ ...this.idsOf(job), err }, 'could not send the reply');
    }
  }

  private async bury(job: Job, error: Error): Promise<void> {
    const payload = this.definition.payload.safeParse(job.data);
    if (!payload.success) return;
    try {
      await this.options.onDeadLetter?.(payload.data as PayloadOf<Q>, error);
    } catch (err) {
      this.logger.error(
        { ...this.idsOf(job), err },
        'could not end what the dead letter stood for',
      );
    }
  }

  private track(work: Promise<void>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  private idsOf(job: Job): { queue: string; jobId: string } {
    return { queue: this.definition.name, jobId: job.id ?? '' };
  }
}

function isFinal(job: Job, error: Error): boolean {
  return (
    error instanceof UnrecoverableError ||
    error.name === 'UnrecoverableError' ||
    job.attemptsMade >= (job.opts.attempts ?? 1)
  );
}

/** What the handler threw, when the worker wrapped it to end the job. */
function thrown(error: Error): Error {
  return error instanceof UnrecoverableError && error.cause instanceof Error ? error.cause : error;
}
