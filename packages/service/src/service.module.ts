import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { ServiceConfig } from '@koi/config';
import { assertDurable, createDataSource, Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import { createRelay, queueBackend, type QueueBackend, type Relay } from '@koi/queues';
import { DataSource } from 'typeorm';
import { HealthController } from './health/health.controller.js';
import { WorkerRegistry } from './queues/worker-registry.js';
import { CONFIG, LOGGER, QUEUE_BACKEND, RELAY } from './tokens.js';

/** What every service shares: configuration, logger, database, queues, relay, health. */
@Global()
@Module({})
export class ServiceModule implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
  ) {}

  static for(name: string, config: ServiceConfig, logger: Logger): DynamicModule {
    return {
      module: ServiceModule,
      imports: [DiscoveryModule],
      controllers: [HealthController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        {
          provide: DataSource,
          useFactory: async () => {
            const dataSource = createDataSource({
              url: config.DATABASE_URL,
              poolSize: config.DATABASE_POOL_SIZE,
              applicationName: `koi-${name}`,
            });
            await dataSource.initialize();
            await assertDurable(dataSource);
            return dataSource;
          },
        },
        {
          provide: Transactions,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new Transactions(dataSource),
        },
        {
          provide: QUEUE_BACKEND,
          useFactory: () =>
            queueBackend({
              databaseUrl: config.DATABASE_URL,
              ...(config.REDIS_URL ? { redisUrl: config.REDIS_URL } : {}),
            }),
        },
        {
          provide: RELAY,
          inject: [QUEUE_BACKEND],
          useFactory: (backend: QueueBackend) => createRelay(backend, { name, logger }),
        },
        WorkerRegistry,
      ],
      exports: [CONFIG, LOGGER, DataSource, Transactions, QUEUE_BACKEND, RELAY],
    };
  }

  /** Last of all: workers and requests have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay.close();
    await this.backend.close();
    await this.dataSource.destroy();
  }
}
