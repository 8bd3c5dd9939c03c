import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { koiYaml } from '@koi/contracts';
import { createDataSource, newId } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { applyKoiYaml, type AppliedChanges } from './apply-koi-yaml.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await createDataSource({ url: database.url, poolSize: 4 }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('truncate model, chatbot cascade'));

const pond = {
  version: 1,
  models: {
    brief: { connector: 'demo', style: 'brief' },
    mine: {
      connector: 'openai-compatible',
      label: 'Mine',
      baseUrl: 'http://127.0.0.1:8000/v1',
      model: 'qwen',
      apiKey: '${MY_KEY}',
      parameters: { temperature: 0.5 },
    },
  },
  chatbots: {
    arena: { title: 'Arena', feedback: 'rank', models: ['brief', { model: 'mine', weight: 3 }] },
    quiet: { title: 'Quiet', feedback: 'none', models: ['brief'], starters: ['Hello "you"'] },
  },
};

const apply = (file: object = pond): Promise<AppliedChanges> =>
  applyKoiYaml(dataSource, koiYaml.parse(file));

const nothing: AppliedChanges = { added: [], changed: [], switchedOff: [] };

const rows = (sql: string) => dataSource.query<Record<string, unknown>[]>(sql);

const draws = () =>
  rows(`select slug, name, weight, role from chatbot_model
        join chatbot on chatbot.id = chatbot_id join model on model.id = model_id order by slug, name`);

test('changed reasons are a new version; the old one stays as it was', async () => {
  const withReasons = (label: string) => ({
    ...pond,
    chatbots: {
      arena: {
        ...pond.chatbots.arena,
        reasons: { up: [], down: [], ranking: [{ key: 'kind', label }] },
      },
      quiet: pond.chatbots.quiet,
    },
  });
  await apply(withReasons('Kinder'));
  expect(await apply(withReasons('Kinder'))).toEqual(nothing);

  expect(await apply(withReasons('More kind'))).toEqual({
    ...nothing,
    changed: ['chatbot arena'],
  });

  expect(
    await rows(
      `select version, reasons -> 'ranking' -> 0 -> 'labels' ->> 'en' as label from chatbot_reasons
       join chatbot on chatbot.id = chatbot_id where slug = 'arena' order by version`,
    ),
  ).toEqual([
    { version: 1, label: 'Kinder' },
    { version: 2, label: 'More kind' },
  ]);
});

test('a new file becomes rows', async () => {
  expect(await apply()).toEqual({
    ...nothing,
    added: ['model brief', 'model mine', 'chatbot arena', 'chatbot quiet'],
  });

  expect(
    await rows(
      'select name, label, connector, settings, secret_reference, parameters, version, source, enabled from model order by name',
    ),
  ).toEqual([
    {
      name: 'brief',
      label: 'brief',
      connector: 'demo',
      settings: { style: 'brief', tokensPerSecond: 18 },
      secret_reference: null,
      parameters: {},
      version: 1,
      source: 'koi_yaml',
      enabled: true,
    },
    {
      name: 'mine',
      label: 'Mine',
      connector: 'openai-compatible',
      settings: { baseUrl: 'http://127.0.0.1:8000/v1', model: 'qwen' },
      secret_reference: '${MY_KEY}',
      parameters: { temperature: 0.5 },
      version: 1,
      source: 'koi_yaml',
      enabled: true,
    },
  ]);
  expect(
    await rows('select slug, feedback_mode, starters, position from chatbot order by position'),
  ).toEqual([
    { slug: 'arena', feedback_mode: 'rank', starters: [], position: 0 },
    { slug: 'quiet', feedback_mode: 'none', starters: ['Hello "you"'], position: 1 },
  ]);
  expect(await draws()).toEqual([
    { slug: 'arena', name: 'brief', weight: 1, role: 'live' },
    { slug: 'arena', name: 'mine', weight: 3, role: 'live' },
    { slug: 'quiet', name: 'brief', weight: 1, role: 'live' },
  ]);
});

test('the same file again changes nothing, not even a time', async () => {
  await apply();
  const before = await rows('select * from model order by id');

  expect(await apply()).toEqual(nothing);
  expect(await rows('select * from model order by id')).toEqual(before);
});

test('two starts at once apply it once', async () => {
  const outcomes = await Promise.all([apply(), apply()]);

  expect(outcomes.filter(({ added }) => added.length > 0)).toHaveLength(1);
});

test('a changed model keeps its id and gets a new version; a new label alone does not', async () => {
  await apply();
  const idOf = async () => (await rows(`select id from model where name = 'mine'`))[0]?.['id'];
  const id = await idOf();

  const relabelled = { ...pond.models.mine, label: 'Still mine' };
  expect(await apply({ ...pond, models: { ...pond.models, mine: relabelled } })).toEqual({
    ...nothing,
    changed: ['model mine'],
  });
  expect(await rows(`select version from model where name = 'mine'`)).toEqual([{ version: 1 }]);

  const moved = { ...relabelled, baseUrl: 'http://127.0.0.1:9000/v1' };
  await apply({ ...pond, models: { ...pond.models, mine: moved } });
  expect(await rows(`select version from model where name = 'mine'`)).toEqual([{ version: 2 }]);
  expect(await idOf()).toBe(id);
});

test('weights and roles follow the file', async () => {
  await apply();

  const models = ['brief', { model: 'mine', weight: 1, role: 'canary' }];
  const changed = await apply({
    ...pond,
    chatbots: { ...pond.chatbots, arena: { ...pond.chatbots.arena, models } },
  });

  expect(changed).toEqual({ ...nothing, changed: ['chatbot arena'] });
  expect((await draws())[1]).toEqual({ slug: 'arena', name: 'mine', weight: 1, role: 'canary' });
});

test('what the file no longer names is switched off, kept, and comes back when named again', async () => {
  await apply();
  const smaller = {
    version: 1,
    models: { brief: pond.models.brief },
    chatbots: { arena: { ...pond.chatbots.arena, models: ['brief'] } },
  };

  expect(await apply(smaller)).toEqual({
    added: [],
    changed: ['chatbot arena'],
    switchedOff: ['model mine', 'chatbot quiet'],
  });
  expect(await rows(`select name from model where not enabled`)).toEqual([{ name: 'mine' }]);
  expect(await rows(`select slug from chatbot where not enabled`)).toEqual([{ slug: 'quiet' }]);
  expect((await draws())[1]).toMatchObject({ name: 'mine', role: 'off' });
  expect(await apply(smaller)).toEqual(nothing);

  await apply();
  expect(await rows('select 1 from model where not enabled')).toEqual([]);
  expect((await draws())[1]).toMatchObject({ name: 'mine', role: 'live', weight: 3 });
});

test('a canary that a training brought stays in the draw', async () => {
  await apply();
  const trained = newId();
  await dataSource.query(
    `insert into model (id, name, label, connector, source) values ($1, 'tuned', 'Tuned', 'demo', 'training')`,
    [trained],
  );
  await dataSource.query(
    `insert into chatbot_model (chatbot_id, model_id, role) select id, $1, 'canary' from chatbot where slug = 'arena'`,
    [trained],
  );

  expect(await apply()).toEqual(nothing);
  expect(await draws()).toContainEqual({ slug: 'arena', name: 'tuned', weight: 1, role: 'canary' });
});
