import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  datasetsQueue,
  datasetVersion,
  problem,
  trainingQueue,
  trainingRun,
  type DatasetVersion,
} from '@koi/contracts';
import { newId } from '@koi/database';
import { Producer, queueBackend, type JobRecord, type QueueBackend } from '@koi/queues';
import { RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres, the queues in it, files. Nobody builds: tests write what a build leaves.
let service: RunningService;
let cookie: string;
let backend: QueueBackend;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  backend = queueBackend({ databaseUrl: service.config.DATABASE_URL });
});

afterAll(async () => {
  await backend.close();
  await service.close();
});

const create = (body: object): Promise<Response> =>
  service.post('/api/dataset-versions', body, { cookie });
const created = async (body: object): Promise<DatasetVersion> =>
  datasetVersion.parse(await (await create(body)).json());

async function jobOf(queue: typeof datasetsQueue | typeof trainingQueue, id: string) {
  const producer = new Producer(queue, backend);
  const job: JobRecord | undefined = await producer.find(id);
  await producer.close();
  return job;
}

/** The first column of a file. */
async function idsOf(path: string): Promise<string[]> {
  const response = await service.get(path, cookie);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [, ...rows] = (await response.text()).trimEnd().split('\r\n');
  return rows.map((row) => row.split(',')[0] ?? '');
}

const LINES = '{"chosen":"a"}\n{"chosen":"b"}\n';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Leaves what analytics-worker leaves once a version is built. */
async function build(version: DatasetVersion, rows = 2): Promise<void> {
  const folder = join(service.config.KOI_STORAGE_DIR, 'datasets', version.id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'train.jsonl'), LINES);
  await writeFile(join(folder, 'manifest.json'), '{}');
  await writeFile(join(folder, 'secret.txt'), 'not listed');
  await service.dataSource.query(
    `update dataset_version set state = 'ready', rows = $2, manifest_uri = $3, manifest_sha256 = $4, files = $5,
       ended_at = now(), snapshot_at = now() where id = $1`,
    [
      version.id,
      rows,
      pathToFileURL(join(folder, 'manifest.json')).href,
      sha256('{}'),
      JSON.stringify([
        { name: 'train.jsonl', rows, bytes: LINES.length, sha256: sha256(LINES) },
        { name: 'gone.jsonl', rows: 0, bytes: 0, sha256: sha256('') },
      ]),
    ],
  );
}

test('a new version is stored, queued under its own id, and answered with 202', async () => {
  const response = await create({ dataset: 'preferences', kind: 'dpo' });

  expect(response.status).toBe(202);
  const version = datasetVersion.parse(await response.json());
  expect(version).toMatchObject({ dataset: 'preferences', number: 1, state: 'queued', filter: {} });
  expect((await jobOf(datasetsQueue, version.id))?.data).toMatchObject({
    datasetVersionId: version.id,
  });
});

test('versions asked for at once are numbered without a gap; each kind counts for itself', async () => {
  const dataset = 'at-once';
  const versions = await Promise.all(
    Array.from({ length: 8 }, () => created({ dataset, kind: 'dpo' })),
  );

  expect(versions.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await created({ dataset, kind: 'votes' })).toMatchObject({ number: 1 });
});

test('a filter that can match nothing is refused before anything is stored', async () => {
  const asked = [
    { chatbot: 'nobody' },
    { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    { unknown: 1 },
  ];
  for (const filter of asked) {
    const response = await create({ dataset: 'filtered', kind: 'dpo', filter });

    expect(response.status).toBe(400);
    expect(problem.parse(await response.json()).code).toBe('invalid_input');
  }
  const stored = await service.dataSource.query<unknown[]>(
    `select from dataset where name = 'filtered'`,
  );
  expect(stored).toHaveLength(0);
});

test('versions are listed the latest first, page by page', async () => {
  const made = [
    await created({ dataset: 'listed', kind: 'dpo' }),
    await created({ dataset: 'listed', kind: 'dpo' }),
    await created({ dataset: 'listed', kind: 'dpo' }),
  ];

  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `limit=2${cursor ? `&cursor=${cursor}` : ''}`;
    const response = await service.get(`/api/dataset-versions?${query}`, cookie);
    const page = (await response.json()) as { items: DatasetVersion[]; nextCursor: string | null };
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);

  expect(seen.slice(0, 3)).toEqual(made.map(({ id }) => id).reverse());
  expect(new Set(seen).size).toBe(seen.length);
  expect(await idsOf('/api/dataset-versions/csv')).toEqual(seen);
});

test('a ready version gives its files and its manifest, and nothing else', async () => {
  const version = await created({ dataset: 'files', kind: 'votes' });
  const file = (name: string): Promise<Response> =>
    service.get(`/api/dataset-versions/${version.id}/files/${name}`, cookie);

  const early = await file('train.jsonl');
  expect(early.status).toBe(409);
  expect(problem.parse(await early.json()).code).toBe('dataset_not_ready');
  await build(version);

  const lines = await file('train.jsonl');
  expect(await lines.text()).toBe(LINES);
  expect(lines.headers.get('content-type')).toContain('application/x-ndjson');
  expect(lines.headers.get('content-length')).toBe(String(LINES.length));
  expect(lines.headers.get('content-disposition')).toBe(
    'attachment; filename="files-v1-train.jsonl"',
  );
  expect(await (await file('manifest.json')).text()).toBe('{}');
  const head = await fetch(lines.url, { method: 'HEAD', headers: { cookie } });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await file('secret.txt')).status).toBe(404);
  expect((await file('gone.jsonl')).status).toBe(404);
  for (const name of ['..%2F..%2Fsecret.txt', '%2Fetc%2Fpasswd', '..', '.env'])
    expect([400, 404]).toContain((await file(name)).status);
});

test('a version that does not exist is not found', async () => {
  const response = await service.get(`/api/dataset-versions/${newId()}`, cookie);

  expect(response.status).toBe(404);
  expect(problem.parse(await response.json()).code).toBe('dataset_version_not_found');
});

const train = (datasetVersionId: string): Promise<Response> =>
  service.post('/api/training-runs', { datasetVersionId, baseModel: 'base' }, { cookie });

test('a ready version is handed to a trainer with its manifest', async () => {
  const version = await created({ dataset: 'trained', kind: 'dpo' });
  await build(version);

  const response = await train(version.id);

  expect(response.status).toBe(202);
  const run = trainingRun.parse(await response.json());
  expect(run).toMatchObject({ state: 'queued', method: 'dpo', datasetLabel: 'trained v1' });
  expect((await jobOf(trainingQueue, run.id))?.data).toEqual({
    version: 1,
    trainingRunId: run.id,
    datasetVersionId: version.id,
    manifestUri: expect.stringMatching(/^file:.*manifest\.json$/) as unknown,
    manifestSha256: sha256('{}'),
    method: 'dpo',
    baseModel: 'base',
  });
  const listed = await service.get('/api/training-runs', cookie);
  expect(((await listed.json()) as { items: unknown[] }).items[0]).toEqual(run);
  expect(await idsOf('/api/training-runs/csv')).toEqual([run.id]);
});

test('only a ready version with rows is handed over', async () => {
  const [queued, empty] = [
    await created({ dataset: 'untrained', kind: 'dpo' }),
    await created({ dataset: 'untrained', kind: 'dpo' }),
  ];
  await build(empty, 0);

  const codeOf = async (id: string): Promise<string> =>
    problem.parse(await (await train(id)).json()).code;
  expect(await codeOf(queued.id)).toBe('dataset_not_ready');
  expect(await codeOf(empty.id)).toBe('dataset_empty');
  expect(await codeOf(newId())).toBe('dataset_version_not_found');
});
