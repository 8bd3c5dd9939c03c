import { setTimeout as delay } from 'node:timers/promises';
import { replyTopic, type AnyQueue, type PayloadOf, type ResultOf } from '@koi/contracts';
import type { QueueBackend } from './backend.js';
import { Producer } from './producer.js';
import { QueueUnavailable } from './queue-unavailable.js';
import type { Relay } from './relay/relay.js';
import { reply, type Reply } from './reply.js';

export type Answer<Result> =
  | { readonly status: 'answered'; readonly result: Result }
  | { readonly status: 'failed'; readonly reason: string }
  /** The job is in the queue and will be done; nobody knows yet how it ends. */
  | { readonly status: 'timeout' };

/** Milliseconds before the first look at the job itself, and between the later ones. */
const LOOKS_MS = { first: 50, then: 500 };

const TIMEOUT = { status: 'timeout' } as const;

interface Waiter<Result> {
  readonly answer: Promise<Answer<Result>>;
  readonly ended: AbortSignal;
  end(): void;
}

/**
 * Adds a job and waits for its result, which the worker sends over the relay. The waiter is registered before the
 * job is added, so a fast worker cannot answer too early. (BullMQ's own QueueEvents lose events on Postgres.)
 *
 * No reply comes for a job that had ended before, that another node asked for first, or whose worker died right after
 * it; so a request that gets none soon looks at the job from time to time.
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
   * @param options.timeoutMs how long to wait once the job is queued.
   * @throws ZodError, QueueUnavailable as `add` does: then nobody knows that the job is queued.
   */
  async request(
    payload: PayloadOf<Q>,
    options: { readonly timeoutMs: number },
  ): Promise<Answer<ResultOf<Q>>> {
    const jobId = this.definition.jobId(this.definition.payload.parse(payload));
    await this.listen();
    const waiter = this.wait(jobId);
    try {
      await this.enqueue(payload, { replyTo: this.relay.nodeId });
      void this.watch(jobId, waiter.ended);
      const timeout = pause(options.timeoutMs, waiter.ended).then(() => TIMEOUT);
      return await Promise.race([waiter.answer, timeout]);
    } finally {
      waiter.end();
    }
  }

  override async close(): Promise<void> {
    const unsubscribe = await this.subscription?.catch(() => undefined);
    await unsubscribe?.().catch(() => undefined);
    await super.close();
  }

  /** One subscription for all requests of this node and queue. A failed one is tried again by the next request. */
  private async listen(): Promise<void> {
    const subscription = (this.subscription ??= this.relay.subscribe(
      replyTopic(this.relay.nodeId, '>'),
      ({ data }) => {
        const parsed = reply.safeParse(data);
        if (parsed.success && parsed.data.queue === this.definition.name) this.settle(parsed.data);
      },
    ));
    try {
      await subscription;
    } catch (error) {
      if (this.subscription === subscription) this.subscription = undefined;
      throw new QueueUnavailable(this.definition.name, error);
    }
  }

  private wait(jobId: string): Waiter<ResultOf<Q>> {
    const ended = new AbortController();
    let resolve: (answer: Answer<ResultOf<Q>>) => void = () => undefined;
    const answer = new Promise<Answer<ResultOf<Q>>>((settle) => {
      resolve = settle;
    });
    const waiters = this.waiting.get(jobId) ?? new Set();
    this.waiting.set(jobId, waiters.add(resolve));
    return {
      answer,
      ended: ended.signal,
      end: () => {
        ended.abort();
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

  private async watch(jobId: string, ended: AbortSignal): Promise<void> {
    let pauseMs = LOOKS_MS.first;
    while (await pause(pauseMs, ended)) {
      // A store that is away answers the next look, or the timeout of the request tells.
      const message = await this.outcome(jobId).catch(() => undefined);
      if (message) this.settle(message);
      pauseMs = LOOKS_MS.then;
    }
  }

  /** How the job ended, if it has. */
  private async outcome(jobId: string): Promise<Reply | undefined> {
    const job = await this.find(jobId);
    const { name: queue } = this.definition;
    if (job?.state === 'completed')
      return { status: 'completed', queue, jobId, result: job.result };
    if (job?.state === 'failed')
      return { status: 'failed', queue, jobId, reason: job.failedReason ?? 'failed' };
    return undefined;
  }
}

/** Waits; false when `ended` came first. */
function pause(ms: number, ended: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal: ended }).catch(() => false);
}
