import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { analyticsWorkerEnvironment, loadEnvironment } from '@koi/config';
import { datasetsQueue, maintenanceQueue, trainingQueue } from '@koi/contracts';
import { markDirty, TrainingRunEntity } from '@koi/database';
import { startWorker } from '@koi/queues';
import { createService } from '@koi/service';
import { testDatabase, waitFor } from '@koi/testing';
import { analyticsWorker } from '../src/service.js';
import { QueueSurroundings } from './queue-surroundings.js';

// Real: the whole service in this process, its schedules, Postgres, queues, files. The trainer is the test's own.
let around: QueueSurroundings;
let app: NestFastifyApplication;
let url: string;
let storage: string;

beforeAll(async () => {
  const database = await testDatabase();
  storage = await mkdtemp(join(tmpdir(), 'koi-analytics-worker-'));
  const config = loadEnvironment(analyticsWorkerEnvironment, {
    DATABASE_URL: database.url,
    PORT: '0',
    KOI_STORAGE_DIR: storage,
    SHUTDOWN_GRACE_MS: '500',
  });
  around = await QueueSurroundings.over(database);
  app = await createService(analyticsWorker, config, around.logger);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await around.close();
  await rm(storage, { recursive: true });
});

test('it is alive and ready', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('a ranking becomes a dataset version, a training job, and a finished run', async () => {
  const { given, dataSource } = around;
  await given.feedback(await given.turn({ mode: 'rank' }), 'a_better');
  const id = await given.datasetVersion('dpo', { train: { method: 'dpo', baseModel: 'base' } });
  await around.producer(datasetsQueue).add({ datasetVersionId: id });

  const trainer = await startWorker(
    trainingQueue,
    ({ manifestUri }) => {
      expect(manifestUri).toContain(id);
      return Promise.resolve({ modelVersion: 'base-koi-1', metrics: { loss: 0.1 } });
    },
    around,
  );
  const run = await waitFor(
    () =>
      dataSource
        .getRepository(TrainingRunEntity)
        .findOneBy({ datasetVersionId: id, state: 'completed' }),
    { what: 'the run to be recorded', timeoutMs: 20_000, everyMs: 100 },
  );
  await trainer.close();

  expect(run).toMatchObject({ modelVersion: 'base-koi-1', metrics: { loss: 0.1 }, progress: 1 });
  expect(await given.version(id)).toMatchObject({ state: 'ready', rows: 1 });
});

test('a dirty minute whose nudge was lost is found by the sweep', async () => {
  const { given, dataSource } = around;
  const createdAt = new Date('2026-05-01T10:07:30Z');
  await given.turn({ createdAt });
  await markDirty(dataSource.manager, [createdAt]);

  await waitFor(
    async () => (await dataSource.query<unknown[]>(`select from dirty_bucket`)).length === 0,
    { what: 'the sweep', timeoutMs: 25_000, everyMs: 100 },
  );

  const rows = await dataSource.query<{ turns: number }[]>(
    `select turns from stats_hour where bucket = '2026-05-01T10:00:00Z' and turns > 0`,
  );
  expect(rows).toEqual([{ turns: 1 }]);
});

test('the rollups are checked without anybody asking', async () => {
  await waitFor(
    async () => (await around.dataSource.query<unknown[]>(`select from rollup_check`)).length > 0,
    { what: 'a check of the rollups', timeoutMs: 25_000, everyMs: 100 },
  );

  const next = await around.producer(maintenanceQueue).nextRun('check_rollups');
  expect(next?.getTime()).toBeGreaterThan(Date.now());
});

test('a rebuild can be asked for', async () => {
  const maintenance = around.producer(maintenanceQueue);
  const id = await maintenance.add({ task: 'rebuild_rollups' });

  const job = await waitFor(async () => {
    const found = await maintenance.find(id);
    return found?.state === 'completed' ? found : undefined;
  });

  expect(maintenanceQueue.result.parse(job.result).touched).toBeGreaterThan(0);
});
