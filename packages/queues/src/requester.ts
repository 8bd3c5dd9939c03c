import { replyTopic, type AnyQueue, type PayloadOf, type ResultOf } from '@koi/contracts';
import { z } from 'zod';
import type { QueueBackend } from './backend.js';
import { Producer } from './producer.js';
import type { Relay } from './relay.js';

/** What a worker sends to the node that waits for a job. */
export const reply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('completed'), jobId: z.string(), result: z.unknown() }),
  z.object({ status: z.literal('failed'), jobId: z.string(), reason: z.string() }),
]);
export type Reply = z.infer<typeof reply>;

export type Answer<Result> =
  | { readonly status: 'answered'; readonly result: Result }
  | { readonly status: 'failed'; readonly reason: string }
  /** The job is in the queue and will be done; nobody knows yet how it ends. */
  | { readonly status: 'timeout' };

/**
 * Adds a job and waits for its result, which the worker sends over the relay. The waiter is registered before the
 * job is added, so a fast worker cannot answer too early. (BullMQ's own QueueEvents lose events on Postgres.)
 */
export class Requester<Q extends AnyQueue = AnyQueue> extends Producer<Q> {
  private readonly waiting = new Map<string, Set<(answer: Answer<ResultOf<Q>>) => void>>();
  private subscription: Promise<() => Promise<void>> | undefined;

  constructor(
    definition: Q,
    backend: QueueBackend,
    private readonly relay: Relay,
  ) {
    super(definition, backend);
  }

  /**
   * @throws ZodError, QueueUnavailable as `add` does: then nothing was queued for certain.
   */
  async request(
    payload: PayloadOf<Q>,
    options: { readonly timeoutMs: number },
  ): Promise<Answer<ResultOf<Q>>> {
    const jobId = this.definition.jobId(this.definition.payload.parse(payload));
    await this.listen();
    const waiter = this.wait(jobId, options.timeoutMs);
    try {
      await this.enqueue(payload, { replyTo: this.relay.nodeId });
      // The same job may have ended before this request: then nobody will send its result again.
      void this.lookUp(jobId);
      return await waiter.answer;
    } finally {
      waiter.end();
    }
  }

  override async close(): Promise<void> {
    const unsubscribe = await this.subscription?.catch(() => undefined);
    await unsubscribe?.();
    await super.close();
  }

  /** One subscription for all requests of this node and queue. A failed one is tried again by the next request. */
  private async listen(): Promise<void> {
    this.subscription ??= this.relay.subscribe(replyTopic(this.relay.nodeId, '*'), ({ data }) => {
      const parsed = reply.safeParse(data);
      if (parsed.success) this.settle(parsed.data);
    });
    try {
      await this.subscription;
    } catch (error) {
      this.subscription = undefined;
      throw error;
    }
  }

  private wait(
    jobId: string,
    timeoutMs: number,
  ): { answer: Promise<Answer<ResultOf<Q>>>; end: () => void } {
    let resolve: (answer: Answer<ResultOf<Q>>) => void = () => undefined;
    const answer = new Promise<Answer<ResultOf<Q>>>((settle) => {
      resolve = settle;
    });
    const waiters = this.waiting.get(jobId) ?? new Set();
    this.waiting.set(jobId, waiters.add(resolve));
    const timer = setTimeout(() => resolve({ status: 'timeout' }), timeoutMs);
    return {
      answer,
      end: () => {
        clearTimeout(timer);
        waiters.delete(resolve);
        if (waiters.size === 0) this.waiting.delete(jobId);
      },
    };
  }

  private settle(message: Reply): void {
    const waiters = this.waiting.get(message.jobId);
    if (!waiters) return;
    const answer = this.toAnswer(message);
    for (const resolve of waiters) resolve(answer);
  }

  private toAnswer(message: Reply): Answer<ResultOf<Q>> {
    if (message.status === 'failed') return { status: 'failed', reason: message.reason };
    const result = this.definition.result.safeParse(message.result);
    return result.success
      ? { status: 'answered', result: result.data as ResultOf<Q> }
      : { status: 'failed', reason: 'the worker answered something else than the queue promises' };
  }

  private async lookUp(jobId: string): Promise<void> {
    const job = await this.find(jobId).catch(() => undefined);
    if (job?.state === 'completed') this.settle({ status: 'completed', jobId, result: job.result });
    if (job?.state === 'failed')
      this.settle({ status: 'failed', jobId, reason: job.failedReason ?? 'failed' });
  }
}
