import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { createPostgresBackend, Worker, type Processor, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

export interface Connection {
  worker(queue: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
  close(): Promise<void>;
}

/** A readable reason why this program cannot start. */
export class NotConfigured extends Error {
  override readonly name = 'NotConfigured';
}

/** Where `npm start` leaves the addresses of what it runs, below the directory it was started in. */
const CONNECTION_FILE = '.koi/connection.env';

type Env = Readonly<Record<string, string | undefined>>;

/** The environment, or else what a koi running in this directory has left. */
export function addresses(env: Env, file = CONNECTION_FILE): Env {
  if (env['REDIS_URL'] || env['DATABASE_URL'] || !existsSync(file)) return env;
  return parseEnv(readFileSync(file, 'utf8'));
}

/**
 * koi keeps its queues in Redis when it runs with REDIS_URL, and in its Postgres otherwise; a trainer does the same.
 *
 * @throws NotConfigured when neither is given.
 */
export function connect(env: Env): Connection {
  if (env['REDIS_URL']) return overRedis(env['REDIS_URL']);
  if (env['DATABASE_URL']) return overPostgres(env['DATABASE_URL']);
  throw new NotConfigured(
    `Set REDIS_URL or DATABASE_URL to what koi runs with, or start this where ${CONNECTION_FILE} is.`,
  );
}

function overRedis(url: string): Connection {
  // BullMQ's workers wait for a Redis that restarts, and insist on being told so.
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  return {
    worker: (queue, processor, options) =>
      new Worker(queue, processor, { ...options, connection: redis }),
    close: async () => redis.disconnect(),
  };
}

function overPostgres(url: string): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    // BullMQ's tables are in a schema of their own.
    options: '-c search_path=bullmq',
    max: 5,
  });
  pool.on('error', () => undefined);
  return {
    // BullMQ types its classes by backend; what is used here is the same on both.
    worker: (queue, processor, { telemetry: _, ...options }) =>
      new Worker(
        queue,
        processor,
        { ...options, connection: pool },
        createPostgresBackend,
      ) as unknown as Worker,
    close: () => pool.end(),
  };
}
