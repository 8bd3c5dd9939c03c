import { describe, expect, test } from '@jest/globals';
import { createLogger } from '@koi/observability';
import { testDatabase, waitFor } from '@koi/testing';
import pg from 'pg';
import {
  createRelay,
  Producer,
  queueBackend,
  migrateQueues,
  QueueUnavailable,
  startWorker,
} from '../src/index.js';
import { queuePool } from '../src/postgres-pool.js';
import { ended } from './ended.js';
import { queueContract } from './queue-contract.js';
import { greet, greetingQueue } from './workbench.js';

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const QUEUE_CONNECTIONS = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

describe('queues on Postgres', () => {
  const bench = queueContract(async () => {
    const { url, drop } = await testDatabase();
    return { databaseUrl: url, stop: drop };
  });

  test('many queues of a process share few connections', async () => {
    for (let index = 0; index < 4; index++) {
      const queue = greetingQueue();
      const producer = bench().producer(queue);
      await bench().worker(queue, greet, { concurrency: 8 });
      await Promise.all(
        Array.from({ length: 50 }, (_, id) => producer.add({ id: `job-${id}`, to: 'x' })),
      );
      await ended(producer, 'job-49');
    }
    await bench().relay().publish('turns.1', 'x');

    const [row] = await ask<{ open: number }>(
      bench().store.databaseUrl,
      `select count(*)::int as open ${QUEUE_CONNECTIONS}`,
    );
    expect(row!.open).toBeLessThanOrEqual(10);
  });

  test('when every connection is cut, queue and relay go on by themselves', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const [writer, reader] = [bench().relay(), bench().relay()];
    const heard: unknown[] = [];
    const connected: boolean[] = [];
    await bench().worker(queue, greet);
    await reader.subscribe('turns.*', ({ data }) => void heard.push(data));
    const unwatch = reader.watch((now) => connected.push(now));
    await producer.add({ id: 'before', to: 'x' });
    await ended(producer, 'before');

    await ask(bench().store.databaseUrl, `select pg_terminate_backend(pid) ${QUEUE_CONNECTIONS}`);

    await waitFor(() => producer.add({ id: 'after', to: 'x' }), { what: 'the queue' });
    expect((await ended(producer, 'after')).state).toBe('completed');
    await waitFor(
      async () => {
        await writer.publish('turns.1', 'again');
        return heard.length > 0;
      },
      { what: 'the relay', everyMs: 100 },
    );
    expect(connected).toEqual([true, false, true]);
    unwatch();
  });

  test('a job is acknowledged only once it outlives a crash', async () => {
    const backend = queueBackend({ databaseUrl: bench().store.databaseUrl });
    let harden = (): void => undefined;
    const hardened = new Promise<void>((resolve) => (harden = resolve));
    const watched = Object.assign(Object.create(backend) as typeof backend, {
      harden: () => hardened,
    });
    const producer = new Producer(greetingQueue(), watched);
    let acknowledged = false;
    const added = producer.add({ id: 'a', to: 'x' }).then(() => (acknowledged = true));
    await waitFor(() => producer.find('a'), { what: 'the job' });
    expect(acknowledged).toBe(false);
    harden();
    await added;

    // What is committed without the disk is on it after that.
    const client = new pg.Client({
      connectionString: bench().store.databaseUrl,
      options: '-c synchronous_commit=off',
    });
    await client.connect();
    for (let turn = 0; turn < 20; turn += 1) {
      await client.query('create table if not exists hard (n int)');
      await client.query('insert into hard select generate_series(1, 50)');
      const { rows: written } = await client.query<{ lsn: string }>(
        'select pg_current_wal_insert_lsn() as lsn',
      );
      await backend.harden();
      const { rows } = await client.query<{ hard: boolean }>(
        'select pg_current_wal_flush_lsn() >= $1::pg_lsn as hard',
        [written[0]?.lsn],
      );
      expect(rows[0]).toEqual({ hard: true });
    }
    await client.end();
    await producer.close();
    await backend.close();
  });

  test('a transaction that Postgres ends for a deadlock is run again', async () => {
    const { databaseUrl } = bench().store;
    const pool = queuePool({ connectionString: databaseUrl, max: 2 });
    await ask(databaseUrl, 'create sequence tries');
    const gate = new pg.Client({ connectionString: databaseUrl });
    await gate.connect();
    await gate.query('select pg_advisory_lock(3)');
    const takeBoth = (first: number, second: number) =>
      pool.query(`do $$ begin
        perform nextval('tries');
        perform pg_advisory_xact_lock(${first});
        perform pg_advisory_xact_lock_shared(3);
        perform pg_advisory_xact_lock(${second});
      end $$`);

    const both = Promise.all([takeBoth(1, 2), takeBoth(2, 1)]);
    await waitFor(
      async () => {
        const { rows } = await gate.query(
          `select from pg_locks where locktype = 'advisory' and not granted and objid = 3
             and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.length === 2;
      },
      { what: 'each to hold one lock' },
    );
    await gate.query('select pg_advisory_unlock(3)');

    await both;
    const [tries] = await ask<{ last_value: string }>(databaseUrl, 'select last_value from tries');
    expect(Number(tries?.last_value)).toBe(3);
    await expect(pool.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await gate.end();
    await pool.end();
  });

  test('a worker that cannot start does not go on looking for jobs', async () => {
    const database = await testDatabase();
    const backend = queueBackend({ databaseUrl: database.url });
    let made: ReturnType<typeof backend.createWorker> | undefined;
    const watched = Object.assign(Object.create(backend) as typeof backend, {
      createWorker: (...given: Parameters<typeof backend.createWorker>) =>
        (made = backend.createWorker(...given)),
    });
    const logger = createLogger({ service: 'test', level: 'silent' });

    await expect(startWorker(greetingQueue(), greet, { backend: watched, logger })).rejects.toThrow(
      /migrat/i,
    );

    await waitFor(() => made?.isRunning() === false, { what: 'the worker to rest' });
    await backend.close();
    await database.drop();
  });

  test('nothing migrates by itself, and what was made too early works after the migration', async () => {
    const database = await testDatabase();
    const backend = queueBackend({ databaseUrl: database.url });
    const producer = new Producer(greetingQueue(), backend);
    const relay = createRelay(backend, createLogger({ service: 'test', level: 'silent' }));
    await expect(producer.add({ id: 'a', to: 'x' })).rejects.toThrow(QueueUnavailable);
    await expect(relay.publish('turns.1', 'x')).rejects.toThrow();

    await migrateQueues(backend);
    await migrateQueues(backend);

    await expect(producer.add({ id: 'a', to: 'x' })).resolves.toBe('a');
    await relay.publish('turns.1', 'x');
    await relay.close();
    await producer.close();
    await backend.close();
    await database.drop();
  });
});
