import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  trainingQueue,
  type DatasetManifest,
  type PreferenceRow,
  type TrainingJob,
} from '@koi/contracts';
import { Producer, queueBackend } from '@koi/queues';
import { describeWithRedis, startRedis, testDatabase, waitFor } from '@koi/testing';
import { addresses, connect } from '../src/connect.js';
import { startTrainer } from '../src/trainer.js';

// Real: the queue, the files. Jobs are added as koi adds them.
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

let ids = 0;
const uuid = (): string => `01890000-0000-7000-8000-${String(++ids).padStart(12, '0')}`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const pair = (chosen: string, rejected: string): PreferenceRow => ({
  prompt: [{ role: 'user', content: 'What is a koi?' }],
  chosen: [{ role: 'assistant', content: chosen }],
  rejected: [{ role: 'assistant', content: rejected }],
  conversation_id: uuid(),
  turn_id: uuid(),
  feedback_id: uuid(),
  participant_id: uuid(),
  consented_at: null,
  accepted_at: '2026-05-01T10:00:00.000Z',
  chatbot: 'arena',
  shown_sha256: null,
  reasons: [],
  reasons_version: null,
  comment: null,
  source: 'ranking',
  strength: null,
  chosen_candidate_id: uuid(),
  rejected_candidate_id: uuid(),
  chosen_model: { name: 'demo', version: 1 },
  rejected_model: { name: 'other', version: 2 },
  chosen_side: 'a',
});

/** A version on disk, and the job for it. */
async function datasetOf(rows: readonly PreferenceRow[]): Promise<TrainingJob> {
  const directory = await mkdtemp(join(tmpdir(), 'koi-trainer-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(directory, 'pairs.jsonl'), text);
  const datasetVersionId = uuid();
  const manifest: DatasetManifest = {
    schema_version: 1,
    koi_version: '0.1.0',
    dataset: { name: 'preferences', kind: 'dpo', version: 3, version_id: datasetVersionId },
    row_format: 'trl-conversational-preference',
    filter: {},
    snapshot_at: '2026-05-01T12:00:00.000Z',
    counts: { source: rows.length + 1, rows: rows.length, excluded: 1 },
    excluded: { tie: 1 },
    files: [
      {
        name: 'pairs.jsonl',
        rows: rows.length,
        bytes: Buffer.byteLength(text),
        sha256: sha256(text),
      },
    ],
  };
  const manifestText = JSON.stringify(manifest);
  const path = join(directory, 'manifest.json');
  await writeFile(path, manifestText);
  return {
    version: 1,
    trainingRunId: uuid(),
    datasetVersionId,
    manifestUri: pathToFileURL(path).href,
    manifestSha256: sha256(manifestText),
    method: 'dpo',
    baseModel: 'Qwen/Qwen3-8B',
  };
}

type Urls = Readonly<Partial<Record<'REDIS_URL' | 'DATABASE_URL', string>>>;

async function trainerAt(
  urls: Urls,
): Promise<{ koi: Producer<typeof trainingQueue>; printed: string[] }> {
  const backend = queueBackend({
    databaseUrl: urls.DATABASE_URL ?? '',
    redisUrl: urls.REDIS_URL,
  });
  cleanUps.push(() => backend.close());
  const koi = new Producer(trainingQueue, backend);
  cleanUps.push(() => koi.close());
  const printed: string[] = [];
  const trainer = await startTrainer(connect(urls), {
    print: (text) => printed.push(text),
    stepMs: 5,
  });
  cleanUps.push(() => trainer.stop());
  return { koi, printed };
}

/** Every backend has to pass this. */
function trainerContract(urlsOf: () => Promise<Urls>): void {
  test('takes a job, prints what it would train on, reports, and returns a model', async () => {
    const { koi, printed } = await trainerAt(await urlsOf());
    const job = await datasetOf([pair('A carp.', 'A car.'), pair('A fish. 🐟', 'A bird.')]);

    const id = await koi.add(job);
    const record = await waitFor(async () => {
      const found = await koi.find(id);
      return found?.state === 'completed' ? found : undefined;
    });

    expect(trainingQueue.result.parse(record.result)).toMatchObject({
      modelVersion: `Qwen/Qwen3-8B-koi-${job.trainingRunId.slice(-8)}`,
      metrics: { rows: 2 },
    });
    expect(record.progress).toMatchObject({ fraction: 1, message: 'step 5 of 5 (pretended)' });
    const text = printed.join('\n');
    expect(text).toContain('on preferences v3: 2 pairs of 2026-05-01T12:00:00.000Z');
    expect(text).toContain('left out 1 (1 tie)');
    expect(text).toContain('demo v1  2 / 0');
    expect(text).toContain('chosen    A carp.');
    expect(text).toContain('rejected  A bird.');
  });

  test('does not train on files that were changed', async () => {
    const { koi } = await trainerAt(await urlsOf());
    const job = await datasetOf([pair('A carp.', 'A car.')]);
    const changed = await datasetOf([pair('A carp.', 'A car.')]);
    await writeFile(new URL('pairs.jsonl', changed.manifestUri), 'something else\n');

    const ids = [
      await koi.add({ ...job, manifestSha256: 'a'.repeat(64) }),
      await koi.add({ ...changed }),
    ];
    const reasons = await waitFor(async () => {
      const records = await Promise.all(ids.map((id) => koi.find(id)));
      return records.every((record) => record?.state === 'failed')
        ? records.map((record) => record?.failedReason)
        : undefined;
    });

    expect(reasons[0]).toContain('manifest.json has the sha256');
    expect(reasons[1]).toContain('pairs.jsonl has 15 bytes');
  });
}

describe('a trainer on Postgres', () =>
  trainerContract(async () => {
    const database = await testDatabase();
    cleanUps.push(() => database.drop());
    return { DATABASE_URL: database.url };
  }));

describeWithRedis('a trainer on Redis', () =>
  trainerContract(async () => {
    const redis = await startRedis();
    cleanUps.push(() => redis.stop());
    return { REDIS_URL: redis.url };
  }),
);

test('without an address it says what to set', () => {
  expect(() => connect({})).toThrow('Set REDIS_URL or DATABASE_URL');
});

test('the environment goes before what a koi here has left', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'koi-trainer-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'connection.env');
  await writeFile(file, 'DATABASE_URL="postgres://koi:a%23b@127.0.0.1:5432/koi"\n');

  expect(addresses({}, file)).toEqual({
    DATABASE_URL: 'postgres://koi:a%23b@127.0.0.1:5432/koi',
  });
  expect(addresses({ REDIS_URL: 'redis://127.0.0.1' }, file)).toEqual({
    REDIS_URL: 'redis://127.0.0.1',
  });
  expect(addresses({}, join(directory, 'nothing.env'))).toEqual({});
});
