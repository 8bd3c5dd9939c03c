import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { beat, HEARTBEAT_MS, newId, stopBeating, Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import { WorkerRegistry } from '../queues/worker-registry.js';
import { LOGGER, SERVICE_NAME } from '../tokens.js';

/** Says now and then that this process runs, for the dashboard. A beat that fails is made good by the next one. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly id = newId();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    @Inject(SERVICE_NAME) private readonly service: string,
    private readonly transactions: Transactions,
    private readonly workers: WorkerRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.beating = this.beat();
    }, HEARTBEAT_MS).unref();
    this.beating = this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    await this.attempt(() => stopBeating(this.transactions.manager, this.id));
  }

  private beat(): Promise<void> {
    const { id, service } = this;
    const queues = this.workers.lastHour();
    return this.attempt(() => beat(this.transactions.manager, { id, service, queues }));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.logger.debug({ err }, 'no heartbeat');
    }
  }
}
