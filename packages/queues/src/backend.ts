import {
  createPostgresBackend,
  Queue,
  runMigrations,
  Worker,
  type Processor,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { FLUSH, queuePool, together } from './postgres-pool.js';
import { PostgresWire, RELAY_SCHEMA } from './relay/postgres-wire.js';
import { RedisWire } from './relay/redis-wire.js';
import type { RelayWire } from './relay/relay-wire.js';
import { STORE_TIMEOUT_MS, within } from './within.js';

/** One that listens and one that sends. */
const RELAY_CONNECTIONS = 2;

type WorkerSettings = Omit<WorkerOptions, 'connection'>;

interface DurabilityRisk {
  readonly risk: string;
  readonly remedy: string;
}

/**
 * Where queues and the relay live: the one strategy that differs between a laptop and a cluster. Everything above it
 * is the same on both. BullMQ's classes do not leave this package.
 */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  createQueue(name: string): Queue;
  createWorker(name: string, processor: Processor, settings: WorkerSettings): Worker;
  /** `nodeId` tells the processes apart. */
  createRelayWire(nodeId: string): RelayWire;
  /** Resolves once what was written before outlives a crash of the store, as far as its settings promise that. */
  harden(): Promise<void>;
  /** Brings the schemas of BullMQ and of the relay up to date. One-shot step; nothing to do on Redis. */
  migrate(): Promise<void>;
  /** @throws when the store cannot be reached. */
  ping(): Promise<void>;
  /** Settings of the store by which it could lose what it has taken, and what to do. Postgres: see `assertDurable`. */
  durabilityRisks(): Promise<readonly DurabilityRisk[]>;
  /** Version of the store; `undefined` on Postgres, whose version the database knows. */
  version(): Promise<string | undefined>;
  /** Call it after every producer, worker and relay over this backend has been closed. Ends within two seconds. */
  close(): Promise<void>;
}

/** Redis when there is a URL for it, else the Postgres that koi has anyway. Opens connections lazily. */
export function queueBackend(options: {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /**
   * Most connections of this process to Postgres, shared by all its queues. The relay takes two of them, and each worker
   * keeps one to listen; what is left runs the queries. Default 10. Redis needs no such number.
   */
  readonly poolSize?: number;
}): QueueBackend {
  return options.redisUrl
    ? new RedisBackend(options.redisUrl)
    : new PostgresBackend(options.databaseUrl, options.poolSize ?? 10);
}

class RedisBackend implements QueueBackend {
  readonly kind = 'redis';
  /** Fails after a few seconds, so that who waits for an answer gets one. */
  private readonly producer: Redis;
  /** Waits for a Redis that restarts, as long as it takes. */
  private readonly worker: Redis;

  constructor(url: string) {
    const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);
    this.producer = new Redis(url, {
      maxRetriesPerRequest: 1,
      connectTimeout: STORE_TIMEOUT_MS,
      retryStrategy,
    });
    this.worker = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
    // The commands that fail tell of a lost connection; without a listener ioredis prints every attempt.
    for (const client of [this.producer, this.worker]) client.on('error', () => undefined);
  }

  createQueue(name: string): Queue {
    return new Queue(name, { connection: this.producer });
  }

  createWorker(name: string, processor: Processor, settings: WorkerSettings): Worker {
    return new Worker(name, processor, { ...settings, connection: this.worker });
  }

  createRelayWire(): RelayWire {
    return new RedisWire(this.producer);
  }

  /** Redis answers a write once its file has it. */
  async harden(): Promise<void> {}

  async migrate(): Promise<void> {}

  async ping(): Promise<void> {
    await this.producer.ping();
  }

  /** By INFO, which managed Redis services answer too; most refuse CONFIG. */
  async durabilityRisks(): Promise<readonly DurabilityRisk[]> {
    const said = `${await this.producer.info('persistence')}\n${await this.producer.info('memory')}`;
    const setting = (name: string): string | undefined =>
      new RegExp(`^${name}:(.*)$`, 'm').exec(said)?.[1]?.trim();
    const risks: DurabilityRisk[] = [];
    if (setting('aof_enabled') === '0')
      risks.push({
        risk: 'Redis keeps no append-only file: queued votes are lost when it stops',
        remedy: 'Start it with --appendonly yes.',
      });
    const policy = setting('maxmemory_policy');
    if (policy && policy !== 'noeviction')
      risks.push({
        risk: `Redis throws keys away when it is full (${policy}), jobs among them`,
        remedy: 'Start it with --maxmemory-policy noeviction.',
      });
    return risks;
  }

  async version(): Promise<string | undefined> {
    return /^redis_version:(.*)$/m.exec(await this.producer.info('server'))?.[1]?.trim();
  }

  async close(): Promise<void> {
    this.producer.disconnect();
    this.worker.disconnect();
  }
}

class PostgresBackend implements QueueBackend {
  readonly kind = 'postgres';
  /**
   * Does not wait for the disk (docs/decisions/0034): Postgres lets transactions that notify commit one after the other, so
   * that each would wait for the disk alone. Producers harden what they have added; what a worker says of a job is found
   * out again after a crash.
   */
  private readonly pool: pg.Pool;
  private readonly connection: pg.PoolConfig;
  readonly harden: () => Promise<void>;

  constructor(url: string, poolSize: number) {
    this.connection = {
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: STORE_TIMEOUT_MS,
    };
    this.pool = queuePool({
      ...this.connection,
      // BullMQ names its tables without a schema when it is given a pool.
      options: '-c search_path=bullmq -c synchronous_commit=off',
      application_name: 'koi-queues',
      max: Math.max(2, poolSize - RELAY_CONNECTIONS),
    });
    this.pool.setMaxListeners(100);
    // The pool replaces an idle connection that breaks; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    this.harden = together(async () => {
      await this.pool.query(FLUSH);
    });
  }

  // BullMQ types its classes by backend; koi uses only what is the same on both.
  createQueue(name: string): Queue {
    return new Queue(name, { connection: this.pool }, createPostgresBackend) as unknown as Queue;
  }

  createWorker(name: string, processor: Processor, settings: WorkerSettings): Worker {
    const { telemetry: _, ...rest } = settings;
    return new Worker(
      name,
      processor,
      { ...rest, connection: this.pool },
      createPostgresBackend,
    ) as unknown as Worker;
  }

  createRelayWire(nodeId: string): RelayWire {
    return new PostgresWire({ ...this.connection, application_name: 'koi-relay' }, nodeId);
  }

  async migrate(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await runMigrations(client, 'bullmq');
      await client.query(RELAY_SCHEMA);
    } finally {
      client.release();
    }
  }

  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  async durabilityRisks(): Promise<readonly DurabilityRisk[]> {
    return [];
  }

  async version(): Promise<undefined> {}

  async close(): Promise<void> {
    // The pool waits for whoever has not given a connection back, such as a worker whose job ignores its abort.
    await within(this.pool.end(), 2_000).catch(() => undefined);
  }
}

/** One-shot step: brings the tables of BullMQ and of the relay up to date (nothing to do on Redis). Safe to run again. */
export async function migrateQueues(backend: QueueBackend): Promise<void> {
  await backend.migrate();
}
