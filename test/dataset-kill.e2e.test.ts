import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { datasetManifest, datasetsQueue, preferenceRow } from '@koi/contracts';
import { createDataSource, DatasetVersionEntity, newId } from '@koi/database';
import { Producer, queueBackend } from '@koi/queues';
import { testDatabase, waitFor } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { ServiceProcess } from './stack/service-process.js';

// Real: analytics-worker as a built process, Postgres, the queue in it, files.
const PAIRS = 10_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Many ranked turns, made by Postgres itself: what matters here is that a build takes its time. */
async function rankedTurns(dataSource: DataSource): Promise<void> {
  const [chatbot, model] = [newId(), newId()];
  for (const [sql, parameters] of [
    [
      `insert into chatbot (id, slug, title, feedback_mode, source) values ($1, 'arena', 'Arena', 'rank', 'koi_yaml')`,
      [chatbot],
    ],
    [
      `insert into model (id, name, label, connector, source) values ($1, 'demo', 'Demo', 'demo', 'koi_yaml')`,
      [model],
    ],
    [
      `create table seed as
       select g, gen_random_uuid() as participant, gen_random_uuid() as conversation, gen_random_uuid() as turn,
              gen_random_uuid() as a, gen_random_uuid() as b, gen_random_uuid() as feedback
       from generate_series(1, ${PAIRS}) g`,
      [],
    ],
    [`insert into participant (id) select participant from seed`, []],
    [
      `insert into conversation (id, chatbot_id, participant_id, title)
       select conversation, $1::uuid, participant, 'Talk' from seed`,
      [chatbot],
    ],
    [
      `insert into turn (id, conversation_id, text, state, feedback_mode, idempotency_key)
       select turn, conversation, 'Question ' || g, 'completed', 'rank', gen_random_uuid() from seed`,
      [],
    ],
    [
      `insert into candidate (id, turn_id, model_id, model_version, position, side, state, text)
       select a, turn, $1::uuid, 1, 0, 'a', 'completed', repeat('Answer A of ' || g || '. ', 50) from seed
       union all select b, turn, $1::uuid, 1, 1, 'b', 'completed', repeat('Answer B of ' || g || '. ', 50) from seed`,
      [model],
    ],
    [
      `insert into feedback (id, idempotency_key, kind, participant_id, turn_id, target_id, value, revision, shown, accepted_at)
       select feedback, gen_random_uuid(), 'ranking', participant, turn, turn, 'b_better', 1,
              jsonb_build_array(a, b), now() from seed`,
      [],
    ],
    [
      `insert into current_feedback (participant_id, kind, target_id, feedback_id, value, accepted_at)
       select participant, 'ranking', turn, feedback, 'b_better', now() from seed`,
      [],
    ],
    // As autovacuum does while a table grows, but before anybody reads it.
    [`analyze`, []],
  ] as const)
    await dataSource.query(sql, [...parameters]);
}

test('an export whose worker is killed in the middle is begun anew and comes out whole', async () => {
  const database = await testDatabase();
  cleanUps.push(() => database.drop());
  const dataSource = await createDataSource({ url: database.url, poolSize: 4 }).initialize();
  cleanUps.push(() => dataSource.destroy());
  const storage = await mkdtemp(join(tmpdir(), 'koi-export-'));
  cleanUps.push(() => rm(storage, { recursive: true, force: true }));
  const worker = new ServiceProcess('analytics-worker', {
    DATABASE_URL: database.url,
    KOI_STORAGE_DIR: storage,
  });
  cleanUps.push(() => worker.end('SIGKILL'));
  await rankedTurns(dataSource);
  const [datasetId, id] = [newId(), newId()];
  await dataSource.query(`insert into dataset (id, name, kind) values ($1, 'preferences', 'dpo')`, [
    datasetId,
  ]);
  await dataSource.query(
    `insert into dataset_version (id, dataset_id, number) values ($1, $2, 1)`,
    [id, datasetId],
  );
  const version = (): Promise<DatasetVersionEntity> =>
    dataSource.getRepository(DatasetVersionEntity).findOneByOrFail({ id });
  await worker.start();
  const backend = queueBackend({ databaseUrl: database.url });
  cleanUps.push(() => backend.close());
  const datasets = new Producer(datasetsQueue, backend);
  cleanUps.push(() => datasets.close());

  await datasets.add({ datasetVersionId: id });
  await waitFor(async () => ((await version()).progressDone ?? 0) > 0, { what: 'some progress' });
  await worker.end('SIGKILL');
  expect(await version()).toMatchObject({ state: 'building', progressTotal: PAIRS });
  expect(await readdir(join(storage, 'datasets'))).toEqual([`.${id}`]);
  await worker.start();
  const ready = await waitFor(
    async () => {
      const now = await version();
      return now.state === 'ready' ? now : undefined;
    },
    { what: 'the export', timeoutMs: 60_000, everyMs: 100 },
  );

  expect(ready).toMatchObject({ rows: PAIRS, excluded: {} });
  expect(await readdir(join(storage, 'datasets'))).toEqual([id]);
  const manifestBytes = await readFile(join(storage, 'datasets', id, 'manifest.json'));
  expect(createHash('sha256').update(manifestBytes).digest('hex')).toBe(ready.manifestSha256);
  const manifest = datasetManifest.parse(JSON.parse(manifestBytes.toString('utf8')));
  const bytes = await readFile(join(storage, 'datasets', id, 'pairs.jsonl'));
  expect(manifest.files[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  const turnIds = lines.map((line) => preferenceRow.parse(JSON.parse(line)).turn_id);
  expect(new Set(turnIds).size).toBe(PAIRS);
  expect(turnIds).toEqual([...turnIds].sort());
}, 120_000);
