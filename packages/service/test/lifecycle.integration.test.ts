import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { datasetsQueue, feedbackQueue } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@koi/testing';
import { createService, QueueWorker } from '../src/index.js';
import { configOf, pond, silent, startPond } from './pond.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
});

/** How many connections others hold to a database. */
async function connections(database: TestDatabase): Promise<number> {
  const dataSource = createDataSource({ url: database.url, poolSize: 1 });
  await dataSource.initialize();
  const [row] = await dataSource.query<{ count: number }[]>(
    `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await dataSource.destroy();
  return row?.count ?? -1;
}

describe('health', () => {
  test('says ready while everything can be reached', async () => {
    const service = await startPond();
    open.push(service);

    const ready = await fetch(`${service.url}/readyz`);

    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ok' });
  });

  test('says alive but not ready when the database is gone', async () => {
    const service = await startPond();
    open.push(service);
    await service.database.drop();

    const ready = await fetch(`${service.url}/readyz`);

    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  });
});

describe('a start that fails', () => {
  const Worker = (queue: Parameters<typeof QueueWorker>[0]): Type => {
    @QueueWorker(queue, { concurrency: 1 })
    class AnyWorker {
      handle(): Promise<never> {
        throw new Error('not asked');
      }
    }
    return AnyWorker;
  };

  test('two workers on one queue are refused before one of them takes a job', async () => {
    const workers = [Worker(datasetsQueue), Worker(feedbackQueue), Worker(feedbackQueue)];
    @Module({ providers: workers })
    class Doubled {}
    const database = await testDatabase();
    const app = await createService({ ...pond, module: Doubled }, configOf(database), silent);

    await expect(app.listen(0, '127.0.0.1')).rejects.toThrow(
      'Two workers consume the queue "feedback".',
    );

    await app.close();
    await waitFor(async () => (await connections(database)) === 0, { what: 'closed connections' });
    await database.drop();
  });

  test.each([
    [
      'a provider that throws',
      () => {
        @Module({
          providers: [
            {
              provide: 'broken',
              useFactory: () => {
                throw new Error('it broke');
              },
            },
          ],
        })
        class Broken {}
        return { module: Broken, env: {} };
      },
      'it broke',
    ],
    [
      'pages that were not built',
      () => ({ module: pond.module, env: { KOI_STATIC_DIR: '/no/such/folder' } }),
      'Build the pages first',
    ],
  ])('%s leaves no connection open', async (_, given, message) => {
    const { module, env } = given();
    const database = await testDatabase();

    const starting = createService({ ...pond, module }, configOf(database, env), silent);

    await expect(starting).rejects.toThrow(message);
    await waitFor(async () => (await connections(database)) === 0, { what: 'closed connections' });
    await database.drop();
  });

  test('a Postgres that acknowledges too early is refused, and left', async () => {
    const database = await testDatabase();
    const url = new URL(database.url);
    url.searchParams.set('options', '-c synchronous_commit=off');

    const starting = createService(pond, configOf({ ...database, url: url.href }), silent);

    await expect(starting).rejects.toThrow('synchronous_commit=off');
    await waitFor(async () => (await connections(database)) === 0, { what: 'closed connections' });
    await database.drop();
  });
});

describe('the process', () => {
  const main = fileURLToPath(new URL('run-empty-service.mjs', import.meta.url));

  test('ends with 0 on SIGTERM, and closes its connections', async () => {
    const database = await testDatabase();
    const port = await freePort();
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, DATABASE_URL: database.url, PORT: String(port), LOG_LEVEL: 'warn' },
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    try {
      await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);
      child.kill('SIGTERM');

      expect(await ended).toEqual([0, null]);
      expect(await connections(database)).toBe(0);
    } finally {
      child.kill('SIGKILL');
      await database.drop();
    }
  });

  test('ends with 78 and one line a problem on a wrong configuration', async () => {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], DATABASE_URL: 'mysql://secret' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));

    expect(await once(child, 'close')).toEqual([78, null]);
    expect(said).toMatch(/^empty cannot start:\nDATABASE_URL: .*\nPORT: .*\n$/);
    expect(said).not.toContain('secret');
  });
});
