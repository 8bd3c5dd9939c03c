import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { datasetsQueue, trainingQueue } from '@koi/contracts';
import { createDataSource, Transactions } from '@koi/database';
import { QueueUnavailable, type Producer } from '@koi/queues';
import type { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { TrainingRepository } from '../training/training.repository.js';
import { TrainingService } from '../training/training.service.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { AuditService } from '../audit/audit.service.js';
import { DatasetStorage } from './dataset-storage.js';
import { DatasetsRepository } from './datasets.repository.js';
import { DatasetsService } from './datasets.service.js';

// Real: Postgres. Fake: producers whose queue cannot be reached.
let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const unreachable = {
  add: () => Promise.reject(new QueueUnavailable('datasets', new Error('down'))),
};

test('when the queue cannot be reached the answer is 503, and what was asked for stays queued', async () => {
  const transactions = new Transactions(dataSource);
  const repository = new DatasetsRepository(transactions);
  const audit = new AuditService(new AuditRepository(transactions));
  const datasets = new DatasetsService(
    transactions,
    repository,
    new DatasetStorage({ KOI_STORAGE_DIR: '/nowhere' }),
    audit,
    unreachable as unknown as Producer<typeof datasetsQueue>,
  );
  const training = new TrainingService(
    transactions,
    new TrainingRepository(transactions),
    repository,
    audit,
    unreachable as unknown as Producer<typeof trainingQueue>,
  );
  const refused = { code: 'unavailable', status: 503 };

  await expect(
    datasets.create('owner', { dataset: 'kept', kind: 'dpo', filter: {} }),
  ).rejects.toMatchObject(refused);
  const { items } = await datasets.list({ limit: 10 });
  expect(items).toEqual([expect.objectContaining({ dataset: 'kept', state: 'queued' })]);

  const datasetVersionId = items[0]?.id ?? '';
  await dataSource.query(
    `update dataset_version set state = 'ready', rows = 1, manifest_uri = 'file:///m', manifest_sha256 = repeat('0', 64)`,
  );
  await expect(
    training.start('owner', { datasetVersionId, method: 'dpo', baseModel: 'base' }),
  ).rejects.toMatchObject(refused);
  expect((await training.list({ limit: 10 })).items).toEqual([
    expect.objectContaining({ datasetVersionId, state: 'queued' }),
  ]);
});
