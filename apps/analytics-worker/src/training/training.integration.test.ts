import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { trainingQueue, type TrainingResult } from '@koi/contracts';
import { TrainingRunEntity } from '@koi/database';
import { startWorker, type JobContext, type Producer } from '@koi/queues';
import { waitFor } from '@koi/testing';
import { QueueSurroundings } from '../../test/queue-surroundings.js';
import { TrainingRepository } from './training.repository.js';
import { TrainingService } from './training.service.js';

// Real: Postgres, queue. The trainer is the test's own.
let around: QueueSurroundings;
let trainers: Producer<typeof trainingQueue>;
let training: TrainingService;

beforeAll(async () => {
  around = await QueueSurroundings.start();
  trainers = around.producer(trainingQueue);
  training = new TrainingService(
    new TrainingRepository(around.transactions),
    trainers,
    around.logger,
  );
});
afterAll(() => around.close());
beforeEach(() => around.dataSource.query(`truncate dataset, training_run cascade`));

async function queuedRun(): Promise<string> {
  const versionId = await around.given.datasetVersion('dpo');
  await around.dataSource.query(
    `update dataset_version set state = 'ready', manifest_uri = 'file:///m.json', manifest_sha256 = $2 where id = $1`,
    [versionId, 'a'.repeat(64)],
  );
  await around.transactions.run((tx) =>
    training.insertRun(tx, versionId, { method: 'dpo', baseModel: 'base' }),
  );
  await training.addJobs(versionId);
  const run = await around.dataSource
    .getRepository(TrainingRunEntity)
    .findOneByOrFail({ datasetVersionId: versionId });
  return run.id;
}

const row = (id: string): Promise<TrainingRunEntity> =>
  around.dataSource.getRepository(TrainingRunEntity).findOneByOrFail({ id });
const trainer = (train: (job: JobContext) => Promise<TrainingResult>) =>
  startWorker(trainingQueue, (_, job) => train(job), around);

test("a run follows its trainer's job to the end", async () => {
  const id = await queuedRun();
  let finish = (): void => undefined;
  const worker = await trainer(async (job) => {
    await job.reportProgress({ fraction: 0.5, message: 'half way', metrics: { loss: 0.4 } });
    await new Promise<void>((resolve) => (finish = resolve));
    return { modelVersion: 'base-koi-1', metrics: { accuracy: 0.9 }, artefactUri: 'file:///w' };
  });
  await waitFor(async () => (await training.watch()) > 0 && (await row(id)).progress === 0.5);

  expect(await row(id)).toMatchObject({ state: 'running', message: 'half way' });
  expect(await training.watch()).toBe(0);
  finish();
  await waitFor(async () => (await training.watch()) > 0);
  await worker.close();

  expect(await row(id)).toMatchObject({
    state: 'completed',
    progress: 1,
    modelVersion: 'base-koi-1',
    artefactUri: 'file:///w',
    metrics: { loss: 0.4, accuracy: 0.9 },
  });
  expect(await trainers.find(id)).toBeDefined();
});

test('a trainer that fails is quoted', async () => {
  const id = await queuedRun();
  const worker = await trainer(() => Promise.reject(new Error('no GPU here')));

  await waitFor(async () => (await training.watch()) > 0 && (await row(id)).state === 'failed');
  await worker.close();

  expect((await row(id)).error).toBe('no GPU here');
});

test('a job that vanished before a trainer took it is added again, later it fails the run', async () => {
  const id = await queuedRun();
  await trainers.remove(id);

  expect(await training.watch()).toBe(0);
  expect(await training.watch(new Date(Date.now() + 60_000))).toBe(1);
  expect((await trainers.find(id))?.state).toBe('waiting');
  await trainers.remove(id);
  await around.dataSource.query(`update training_run set state = 'running' where id = $1`, [id]);
  expect(await training.watch()).toBe(1);

  expect(await row(id)).toMatchObject({ state: 'failed' });
  expect((await row(id)).error).toContain('vanished');
});
