import type { AnyQueue } from '@koi/contracts';
import { createDataSource, Transactions } from '@koi/database';
import { createLogger, type Logger } from '@koi/observability';
import { Producer, queueBackend, type QueueBackend } from '@koi/queues';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { Given } from './given.js';

/** A database of its own with the queues in it, for tests of one feature. */
export class QueueSurroundings {
  private readonly producers: Producer[] = [];
  readonly given: Given;
  readonly transactions: Transactions;
  readonly logger: Logger = createLogger({ service: 'test', level: 'silent' });

  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly backend: QueueBackend,
  ) {
    this.given = new Given(dataSource);
    this.transactions = new Transactions(dataSource);
  }

  static async start(): Promise<QueueSurroundings> {
    return QueueSurroundings.over(await testDatabase());
  }

  /** Takes the database over: it is dropped with the rest. */
  static async over(database: TestDatabase): Promise<QueueSurroundings> {
    const dataSource = createDataSource({ url: database.url, poolSize: 8 });
    await dataSource.initialize();
    return new QueueSurroundings(database, dataSource, queueBackend({ databaseUrl: database.url }));
  }

  producer<Queue extends AnyQueue>(queue: Queue): Producer<Queue> {
    const producer = new Producer(queue, this.backend);
    this.producers.push(producer);
    return producer;
  }

  async close(): Promise<void> {
    for (const producer of this.producers) await producer.close();
    await this.backend.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }
}
