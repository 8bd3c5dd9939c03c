import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generationQueue, systemStatus, type SystemStatus } from '@koi/contracts';
import { newId } from '@koi/database';
import { Producer, type QueueBackend } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { describeWithRedis, startRedis, waitFor, type TestRedis } from '@koi/testing';
import { RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres, the queues in Postgres and in Redis.
function onBackend(withRedis: boolean): void {
  let redis: TestRedis | undefined;
  let service: RunningService;
  let cookie: string;
  beforeAll(async () => {
    redis = withRedis ? await startRedis() : undefined;
    service = await RunningService.start(redis ? { REDIS_URL: redis.url } : {});
    cookie = await service.signInAs('viewer');
  });
  afterAll(async () => {
    await service.close();
    await redis?.stop();
  });

  const status = async (): Promise<SystemStatus> =>
    systemStatus.parse(await (await service.get('/api/system', cookie)).json());

  test('says how long the oldest job waits, and who works', async () => {
    const backend = service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false });
    const producer = new Producer(generationQueue, backend);
    await producer.add({ candidateId: newId() });
    await new Promise((resolve) => setTimeout(resolve, 50));

    const { queues, services, versions, migrations } = await waitFor(
      async () => {
        const now = await status();
        return now.services.length > 0 ? now : undefined;
      },
      { what: 'the first heartbeat' },
    );
    await producer.close();

    expect(queues.find(({ name }) => name === 'generation')).toMatchObject({
      waiting: 1,
      failed: 0,
      paused: false,
      workers: 0,
    });
    const lag = queues.find(({ name }) => name === 'generation')?.lagSeconds;
    expect(lag).toBeGreaterThanOrEqual(0.05);
    expect(lag).toBeLessThan(60);
    expect(queues.find(({ name }) => name === 'feedback')).toMatchObject({
      waiting: 0,
      lagSeconds: null,
      workers: 1,
    });
    expect(services).toMatchObject([
      { service: 'feedback-api', running: true, queues: ['feedback'] },
    ]);
    expect(versions).toMatchObject({ koi: expect.stringMatching(/^\d/), node: process.version });
    expect(versions.redis === null).toBe(!withRedis);
    expect(migrations.applied.length).toBeGreaterThan(10);
    expect(migrations.pending).toEqual([]);
  });

  test('a process that has gone silent does not run, and a migration that has not run is pending', async () => {
    await service.dataSource.query(
      `update service_heartbeat set seen_at = now() - interval '46 seconds'`,
    );
    await service.dataSource.query(
      `insert into service_heartbeat (id, service, node_version, queues) values ($1, 'gateway', 'v20.0.0', '{}')`,
      [newId()],
    );
    const table = service.dataSource.options.migrationsTableName;
    await service.dataSource.query(`delete from ${table} where name like 'AddUsers%'`);

    const now = await status();

    expect(now.services.map((one) => [one.service, one.running])).toEqual([
      ['feedback-api', false],
      ['gateway', true],
    ]);
    expect(now.queues.find(({ name }) => name === 'feedback')?.workers).toBe(0);
    expect(now.migrations.pending).toEqual(['AddUsers1795660000000']);
  });

  test('counts the bytes of database, tables and datasets', async () => {
    const folder = join(service.config.KOI_STORAGE_DIR, 'datasets', newId());
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'train.jsonl'), 'x'.repeat(1_000));

    const { storage } = await status();

    expect(storage.datasets).toEqual({ files: 1, bytes: 1_000 });
    const tables = storage.tables.map(({ bytes }) => bytes);
    expect(tables).toHaveLength(12);
    expect(tables).toEqual([...tables].sort((a, b) => b - a));
    expect(storage.databaseBytes).toBeGreaterThan(tables[0] ?? Infinity);
  });
}

describe('queues in Postgres', () => onBackend(false));
describeWithRedis('queues in Redis', () => onBackend(true));
