import { randomUUID } from 'node:crypto';
import {
  defineQueue,
  exponential,
  type AnyQueue,
  type PayloadOf,
  type ResultOf,
} from '@koi/contracts';
import { createLogger } from '@koi/observability';
import { z } from 'zod';
import {
  createRelay,
  migrateQueues,
  Producer,
  queueBackend,
  Requester,
  startWorker,
  type JobContext,
  type QueueBackend,
  type Relay,
  type RunningWorker,
  type WorkerHostOptions,
} from '../src/index.js';

/** A real store of one test file. */
export interface TestStore {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  stop(): Promise<void>;
}

/** Locks short enough that a test can wait until they expire. */
const SHORT_LOCKS = { lockDurationMs: 1_000, stalledIntervalMs: 200 } as const;

const logger = createLogger({ service: 'queues-test', level: 'silent' });

/** A queue of one test; nobody else uses its name. */
export function greetingQueue(name = `greetings-${randomUUID()}`) {
  return defineQueue(name, {
    payload: z.object({ id: z.string(), to: z.string().default('koi') }),
    result: z.object({ greeting: z.string() }),
    jobId: ({ id }) => id,
    attempts: 3,
    backoff: exponential({ startMs: 50, maxMs: 200 }),
  });
}

export const greet = async ({ to }: { to: string }) => ({ greeting: `hello ${to}` });

/** Makes producers, workers and relays over one store, and closes them after each test. */
export class Workbench {
  private readonly open: { close(): Promise<void> }[] = [];

  private constructor(
    readonly store: TestStore,
    readonly backend: QueueBackend,
  ) {}

  static async over(store: TestStore): Promise<Workbench> {
    const backend = queueBackend(store);
    await migrateQueues(backend);
    return new Workbench(store, backend);
  }

  producer<Q extends AnyQueue>(queue: Q): Producer<Q> {
    return this.closing(new Producer(queue, this.backend));
  }

  requester<Q extends AnyQueue>(queue: Q, relay: Relay): Requester<Q> {
    return this.closing(new Requester(queue, this.backend, relay));
  }

  relay(): Relay {
    return this.closing(createRelay(this.backend, logger));
  }

  async worker<Q extends AnyQueue>(
    queue: Q,
    handler: (payload: PayloadOf<Q>, job: JobContext) => Promise<ResultOf<Q>>,
    options: Partial<WorkerHostOptions<Q>> = {},
  ): Promise<RunningWorker> {
    const host = { backend: this.backend, logger, ...SHORT_LOCKS, ...options };
    return this.closing(await startWorker(queue, handler, host));
  }

  async tidy(): Promise<void> {
    // Workers reply through relays, so what was made last goes first.
    for (const part of this.open.splice(0).reverse()) await part.close();
  }

  async close(): Promise<void> {
    await this.tidy();
    await this.backend.close();
    await this.store.stop();
  }

  private closing<Part extends { close(): Promise<void> }>(part: Part): Part {
    this.open.push(part);
    return part;
  }
}
