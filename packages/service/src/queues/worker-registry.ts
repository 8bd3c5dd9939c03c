import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { AnyQueue } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { startWorker, type QueueBackend, type RunningWorker } from '@koi/queues';
import { CONFIG, LOGGER, QUEUE_BACKEND, RELAY } from '../tokens.js';
import type { Relay } from '@koi/queues';
import { QUEUE_WORKER, type Handles, type QueueWorkerMetadata } from './queue-worker.decorator.js';

/** Finds the service's `@QueueWorker` classes, starts them once everything else is ready, and stops them first. */
@Injectable()
export class WorkerRegistry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers = new Map<string, RunningWorker | undefined>();

  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(CONFIG) private readonly config: { SHUTDOWN_GRACE_MS: number },
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
    @Inject(RELAY) private readonly relay: Relay,
  ) {}

  /** @throws when two classes want the same queue: one of them would silently get nothing. */
  async onApplicationBootstrap(): Promise<void> {
    const found = new Map<string, { metadata: QueueWorkerMetadata; handler: Handles<AnyQueue> }>();
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const metadata =
        metatype &&
        (Reflect.getMetadata(QUEUE_WORKER, metatype) as QueueWorkerMetadata | undefined);
      if (!metadata) continue;
      const { name } = metadata.queue;
      if (found.has(name)) throw new Error(`Two workers consume the queue "${name}".`);
      this.workers.set(name, undefined);
      found.set(name, { metadata, handler: instance as Handles<AnyQueue> });
    }
    for (const { metadata, handler } of found.values())
      this.workers.set(metadata.queue.name, await this.start(metadata, handler));
  }

  /** Jobs that ended here in the last hour, by queue. */
  lastHour(): Record<string, { completed: number; failed: number }> {
    return Object.fromEntries(
      [...this.workers].map(([queue, worker]) => [
        queue,
        worker?.lastHour() ?? { completed: 0, failed: 0 },
      ]),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    const started = [...this.workers.values()].filter((worker) => worker !== undefined);
    await Promise.all(started.map((worker) => worker.close(this.config.SHUTDOWN_GRACE_MS)));
  }

  private async start(
    metadata: QueueWorkerMetadata,
    handler: Handles<AnyQueue>,
  ): Promise<RunningWorker> {
    const { queue, concurrency, lockDurationMs } = metadata;
    return startWorker(queue, (payload, job) => handler.handle(payload, job), {
      backend: this.backend,
      relay: this.relay,
      logger: this.logger,
      concurrency:
        typeof concurrency === 'function' ? concurrency(this.config as never) : concurrency,
      ...(lockDurationMs === undefined ? {} : { lockDurationMs }),
      ...(handler.onDeadLetter ? { onDeadLetter: handler.onDeadLetter.bind(handler) } : {}),
    });
  }
}
