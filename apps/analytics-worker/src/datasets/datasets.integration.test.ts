import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { datasetManifest, datasetsQueue, trainingQueue, voteRow } from '@koi/contracts';
import type { DatasetManifest, PreferenceRow } from '@koi/contracts';
import { newId } from '@koi/database';
import type { Producer } from '@koi/queues';
import { QueueSurroundings } from '../../test/queue-surroundings.js';
import { TrainingRepository } from '../training/training.repository.js';
import { TrainingService } from '../training/training.service.js';
import { DatasetSourceRepository } from './dataset-source.repository.js';
import { DatasetStorage } from './dataset-storage.js';
import { DatasetsRepository } from './datasets.repository.js';
import { DatasetsService, type BuiltDataset } from './datasets.service.js';

// Real: Postgres, queues, files.
let around: QueueSurroundings;
let storage: string;
let builds: Producer<typeof datasetsQueue>;
let trainers: Producer<typeof trainingQueue>;
let datasets: DatasetsService;

beforeAll(async () => {
  around = await QueueSurroundings.start();
  storage = await mkdtemp(join(tmpdir(), 'koi-datasets-'));
  builds = around.producer(datasetsQueue);
  trainers = around.producer(trainingQueue);
  const { transactions, logger } = around;
  datasets = new DatasetsService(
    transactions,
    new DatasetsRepository(transactions),
    new DatasetSourceRepository(),
    new DatasetStorage({ KOI_STORAGE_DIR: storage }),
    new TrainingService(new TrainingRepository(transactions), trainers, logger),
    builds,
    logger,
  );
});
afterAll(async () => {
  await around.close();
  await rm(storage, { recursive: true });
});
beforeEach(() =>
  around.dataSource.query(`truncate participant, chatbot, model, dataset, training_run cascade`),
);

const never = new AbortController().signal;
const build = (id: string): Promise<BuiltDataset> => datasets.build(id, never);
const fileOf = (id: string, name: string): string => join(storage, 'datasets', id, name);
const linesOf = async <Row>(id: string, name: string): Promise<Row[]> =>
  (await readFile(fileOf(id, name), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
const manifestOf = async (id: string): Promise<DatasetManifest> =>
  datasetManifest.parse(JSON.parse(await readFile(fileOf(id, 'manifest.json'), 'utf8')));
const runs = (id: string): Promise<{ id: string; state: string }[]> =>
  around.dataSource.query(`select id, state from training_run where dataset_version_id = $1`, [id]);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('rankings become preference pairs with manifest, checksums and reasons', async () => {
  const { given } = around;
  const chatbotId = await given.chatbot({ mode: 'rank', slug: 'arena', systemPrompt: 'Be kind.' });
  const first = await given.turn({ mode: 'rank', chatbotId, answers: ['Hi!', 'Go away.'] });
  const second = await given.turn({
    mode: 'rank',
    conversationId: first.conversationId,
    parentCandidateId: first.candidateIds[0] ?? '',
    text: 'And now?',
    answers: ['One.', 'Two. 🐟'],
  });
  const tie = await given.turn({ mode: 'rank', chatbotId });
  const stopped = await given.turn({ mode: 'rank', chatbotId, states: ['completed', 'stopped'] });
  await given.feedback(first, 'a_better');
  const feedbackId = await given.feedback(second, 'b_better');
  await given.feedback(tie, 'tie');
  await given.feedback(stopped, 'a_better');
  await given.feedback(await given.turn({ mode: 'rank' }), 'undo');
  const id = await given.datasetVersion('dpo');

  const built = await build(id);

  const rows = await linesOf<PreferenceRow>(id, 'pairs.jsonl');
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({
    prompt: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: `Question ${first.turnId}` },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: 'And now?' },
    ],
    chosen: [{ role: 'assistant', content: 'Two. 🐟' }],
    rejected: [{ role: 'assistant', content: 'One.' }],
    conversation_id: second.conversationId,
    turn_id: second.turnId,
    feedback_id: feedbackId,
    participant_id: second.participantId,
    chosen_candidate_id: second.candidateIds[1],
    chosen_side: 'b',
    chatbot: 'arena',
  });
  const manifest = await manifestOf(id);
  expect(manifest).toMatchObject({
    dataset: { kind: 'dpo', version: 1, version_id: id },
    row_format: 'trl-conversational-preference',
    counts: { source: 4, rows: 2, excluded: 2 },
    excluded: { tie: 1, unfinished: 1 },
  });
  const bytes = await readFile(fileOf(id, 'pairs.jsonl'));
  expect(manifest.files).toEqual([
    { name: 'pairs.jsonl', rows: 2, bytes: bytes.length, sha256: sha256(bytes) },
  ]);
  expect(sha256(await readFile(fileURLToPath(built.manifestUri)))).toBe(built.sha256);
  expect(await given.version(id)).toMatchObject({
    state: 'ready',
    rows: 2,
    excluded: { tie: 1, unfinished: 1 },
    files: manifest.files,
    manifestUri: built.manifestUri,
    manifestSha256: built.sha256,
    progressDone: 4,
    progressTotal: 4,
    snapshotAt: new Date(manifest.snapshot_at),
    error: null,
  });
  expect(await readdir(join(storage, 'datasets'))).toEqual([id]);
});

test('an answer counts for the model that wrote it, not for the one it stood in for', async () => {
  const { given } = around;
  const [birch, pine] = [await given.model('birch'), await given.model('pine')];
  // Drawn were birch and pine; birch could not answer, and pine wrote both.
  const turn = await given.turn({ mode: 'rank', modelIds: [pine, pine] });
  await around.dataSource.query(`update candidate set fallback_for_model_id = $1 where id = $2`, [
    birch,
    turn.candidateIds[0],
  ]);
  await given.feedback(turn, 'a_better');
  const id = await given.datasetVersion('dpo');

  await build(id);

  const rows = await linesOf<PreferenceRow>(id, 'pairs.jsonl');
  expect(
    rows.map(({ chosen_model, rejected_model }) => [chosen_model?.name, rejected_model.name]),
  ).toEqual([['pine', 'pine']]);
});

test('a correction is a pair of its own, and remarks and reasons come along', async () => {
  const { given } = around;
  const chatbotId = await given.chatbot({ mode: 'vote', slug: 'corrected' });
  const turn = await given.turn({ mode: 'vote', chatbotId, answers: ['A car.'] });
  await given.words(turn, 'correction', 'A carp. 🐟');
  await given.words(turn, 'comment', 'Wrong word.');
  await given.feedback(turn, 'down');
  const filter = { chatbot: 'corrected' };
  const [pairs, votes] = [
    await given.datasetVersion('dpo', { filter }),
    await given.datasetVersion('votes', { filter }),
  ];

  await build(pairs);
  await build(votes);

  expect(await linesOf<PreferenceRow>(pairs, 'pairs.jsonl')).toEqual([
    expect.objectContaining({
      source: 'correction',
      chosen: [{ role: 'assistant', content: 'A carp. 🐟' }],
      rejected: [{ role: 'assistant', content: 'A car.' }],
      chosen_model: null,
      comment: 'Wrong word.',
    }),
  ]);
  expect(await linesOf(votes, 'votes.jsonl')).toEqual([
    expect.objectContaining({ value: 'down', comment: 'Wrong word.', reasons: [] }),
  ]);
});

test('the same filter on the same data gives the same bytes, also in several batches', async () => {
  const { given } = around;
  const chatbotId = await given.chatbot({ slug: 'many' });
  const modelIds = [await given.model('steady')];
  for (let index = 0; index < 220; index++) {
    const turn = await given.turn({ chatbotId, modelIds });
    await given.feedback(turn, index % 3 ? 'up' : 'down', {
      acceptedAt: new Date(Date.UTC(2026, 4, 1, 0, index)),
    });
  }
  const other = await given.turn();
  await given.feedback(other, 'up');
  const filter = { chatbot: 'many', to: '2026-05-01T03:00:00Z' };
  const [one, two] = [
    await given.datasetVersion('votes', { filter }),
    await given.datasetVersion('votes', { filter }),
  ];

  await build(one);
  await build(two);

  const [first, second] = [await manifestOf(one), await manifestOf(two)];
  expect(first.counts).toEqual({ source: 180, rows: 180, excluded: 0 });
  expect(second.files).toEqual(first.files);
  const rows = await linesOf<unknown>(one, 'votes.jsonl');
  expect(rows.map((row) => voteRow.parse(row).model.name)).toEqual(Array(180).fill('steady'));

  const all = await given.datasetVersion('votes');
  await build(all);
  expect((await manifestOf(all)).counts.rows).toBe(221);
});

test('running the job again returns the same manifest, and what a crash has left is replaced', async () => {
  const { given } = around;
  await given.feedback(await given.turn(), 'up');
  const id = await given.datasetVersion('votes');
  await around.dataSource.query(`update dataset_version set state = 'building' where id = $1`, [
    id,
  ]);
  await mkdir(join(storage, 'datasets', `.${id}`, 'build-old'), { recursive: true });
  await mkdir(join(storage, 'datasets', id));
  await writeFile(fileOf(id, 'votes.jsonl'), 'half a li');

  const [first, second] = await Promise.all([build(id), build(id)]);

  expect(second).toEqual(first);
  expect(await build(id)).toEqual(first);
  expect(await linesOf(id, 'votes.jsonl')).toHaveLength(1);
  expect(existsSync(join(storage, 'datasets', `.${id}`))).toBe(false);
});

test('a version that is to be trained on gets exactly one run and one job', async () => {
  const { given } = around;
  await given.feedback(await given.turn({ mode: 'rank' }), 'a_better');
  const train = { method: 'dpo', baseModel: 'Qwen/Qwen3-8B' } as const;
  const id = await given.datasetVersion('dpo', { train });

  const built = await build(id);
  await build(id);

  const [run, ...more] = await runs(id);
  expect(more).toEqual([]);
  expect((await trainers.find(run?.id ?? ''))?.data).toMatchObject({
    version: 1,
    trainingRunId: run?.id,
    datasetVersionId: id,
    manifestUri: built.manifestUri,
    manifestSha256: built.sha256,
    method: 'dpo',
    baseModel: 'Qwen/Qwen3-8B',
  });
});

test('an empty version is ready, and no trainer is bothered', async () => {
  const id = await around.given.datasetVersion('dpo', { train: { method: 'dpo', baseModel: 'm' } });

  await build(id);

  expect(await around.given.version(id)).toMatchObject({ state: 'ready', rows: 0 });
  expect((await around.given.version(id)).error).toContain('Not handed to a trainer');
  expect(await runs(id)).toEqual([]);
});

test('a stop leaves the version to the next try, a dead letter ends it', async () => {
  const id = await around.given.datasetVersion('votes');

  await expect(datasets.build(id, AbortSignal.abort(new Error('stopping')))).rejects.toThrow(
    'stopping',
  );
  expect(await around.given.version(id)).toMatchObject({ state: 'building' });
  await datasets.giveUp(id, 'the disk is full');

  expect(await around.given.version(id)).toMatchObject({
    state: 'failed',
    error: 'the disk is full',
  });
  await expect(build(id)).rejects.toThrow('has failed');
  await expect(build(newId())).rejects.toThrow('There is no dataset version');
});

test('the sweep adds a job that vanished, once', async () => {
  const id = await around.given.datasetVersion('votes');

  expect(await datasets.sweep(0)).toBe(1);
  expect((await builds.find(id))?.state).toBe('waiting');
  expect(await datasets.sweep(0)).toBe(0);
  expect(await datasets.sweep(3_600)).toBe(0);
});
