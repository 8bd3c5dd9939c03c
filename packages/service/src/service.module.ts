import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { ServiceConfig } from '@koi/config';
import { assertDurable, createDataSource, Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import { createRelay, queueBackend, type QueueBackend } from '@koi/queues';
import { DataSource } from 'typeorm';
import { Heartbeat } from './health/heartbeat.js';
import { HealthController } from './health/health.controller.js';
import { Opened } from './opened.js';
import { WorkerRegistry } from './queues/worker-registry.js';
import { CONFIG, LOGGER, QUEUE_BACKEND, RELAY, SERVICE_NAME } from './tokens.js';

/** What every service shares: configuration, logger, database, queues, relay, health. */
@Global()
@Module({})
export class ServiceModule implements OnApplicationShutdown {
  constructor(private readonly opened: Opened) {}

  /** `opened` learns of every connection as soon as there is one. */
  static for(name: string, config: ServiceConfig, logger: Logger, opened: Opened): DynamicModule {
    return {
      module: ServiceModule,
      imports: [DiscoveryModule],
      controllers: [HealthController],
      providers: [
        { provide: SERVICE_NAME, useValue: name },
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: Opened, useValue: opened },
        {
          provide: DataSource,
          useFactory: async () => {
            const dataSource = createDataSource({
              url: config.DATABASE_URL,
              poolSize: config.DATABASE_POOL_SIZE,
              applicationName: `koi-${name}`,
            });
            const opening = dataSource.initialize();
            // Another provider may fail while this one connects: then it is closed once it has.
            opened.add('database', async () => {
              await opening.catch(() => undefined);
              if (dataSource.isInitialized) await dataSource.destroy();
            });
            await opening;
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
          useFactory: () => {
            const backend = queueBackend({
              databaseUrl: config.DATABASE_URL,
              ...(config.REDIS_URL ? { redisUrl: config.REDIS_URL } : {}),
            });
            opened.add('queues', () => backend.close());
            return backend;
          },
        },
        {
          provide: RELAY,
          inject: [QUEUE_BACKEND],
          useFactory: (backend: QueueBackend) => {
            const relay = createRelay(backend, logger);
            opened.add('relay', () => relay.close());
            return relay;
          },
        },
        WorkerRegistry,
        Heartbeat,
      ],
      exports: [CONFIG, LOGGER, DataSource, Transactions, QUEUE_BACKEND, RELAY],
    };
  }

  /** Last of all: workers and requests have ended by now. */
  onApplicationShutdown(): Promise<void> {
    return this.opened.close();
  }
}
