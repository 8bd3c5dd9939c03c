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
    await bench().worker(queue, greet);
    await reader.subscribe('turns.*', ({ data }) => void heard.push(data));
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
