import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { modelKeyPurpose, SecretKeys } from '@koi/config';
import { probesQueue, type ProbeReport } from '@koi/contracts';
import { createDataSource, ModelEntity, newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { createRelay, migrateQueues, queueBackend, startWorker } from '@koi/queues';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { checkNode } from './check-config.js';
import { durabilityOf } from './check-database.js';
import { doctor } from './doctor.js';
import { findingLines, type Finding } from './finding.js';

// Real: Postgres with koi's tables, the queues in it, ports, files. Fake: model-proxy, which answers by the model's name.
let database: TestDatabase;
let dataSource: DataSource;
let folder: string;
let stopProxy: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await createDataSource({ url: database.url, poolSize: 2 }).initialize();
  const backend = queueBackend({ databaseUrl: database.url });
  await migrateQueues(backend);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const relay = createRelay(backend, logger);
  const worker = await startWorker(
    probesQueue,
    async ({ probeId, model }) => {
      const id = model.kind === 'saved' ? model.modelId : '';
      const { name } = await dataSource.manager.findOneByOrFail(ModelEntity, { id });
      return { probeId, ...(reports[name] ?? healthy) };
    },
    { backend, relay, logger, concurrency: 4 },
  );
  stopProxy = async () => {
    await worker.close();
    await relay.close();
    await backend.close();
  };
});
afterAll(async () => {
  await stopProxy();
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'koi-doctor-'))));
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await dataSource.query('truncate model cascade');
});

const healthy: Omit<ProbeReport, 'probeId'> = {
  models: { status: 'unsupported' },
  answer: { status: 'answered', text: 'Hello', pieces: 5, ttftMs: 12.4, durationMs: 20 },
};
const reports: Readonly<Record<string, Omit<ProbeReport, 'probeId'>>> = {
  broken: {
    models: { status: 'unsupported' },
    answer: {
      status: 'failed',
      text: '',
      failure: { kind: 'refused_key', detail: 'm at h answered 401: invalid key' },
    },
  },
  unlisted: {
    ...healthy,
    models: { status: 'listed', names: ['other'], total: 1, hasModel: false },
  },
};

const KOI_YAML = `
version: 1
models:
  demo: { connector: demo }
  mine: { connector: openai, model: gpt-x, apiKey: '\${MY_KEY}' }
chatbots:
  pond: { title: Pond, models: [demo] }
`;

async function look(
  env: Record<string, string> = {},
  file = KOI_YAML,
): Promise<{ findings: Finding[]; of: (subject: string) => Finding[]; text: string }> {
  const config = join(folder, 'koi.yaml');
  writeFileSync(config, file);
  const findings: Finding[] = [];
  const flags = { config, dataDir: join(folder, '.koi'), chatPort: '0', dashboardPort: '0' };
  for await (const finding of doctor(flags, env)) findings.push(finding);
  return {
    findings,
    of: (subject) => findings.filter((finding) => finding.subject === subject),
    text: findings.flatMap(findingLines).join('\n'),
  };
}

const model = (
  name: string,
  more: Partial<Pick<ModelEntity, 'connector' | 'enabled' | 'secretReference'>> & {
    settings?: object;
  } = {},
) =>
  dataSource.getRepository(ModelEntity).insert({
    id: newId(),
    name,
    label: name,
    connector: 'demo',
    settings: {},
    source: 'koi_yaml',
    ...more,
  });

test('where all is well every line is ok, and nothing is left behind', async () => {
  await model('demo');
  mkdirSync(join(folder, '.koi/storage'), { recursive: true });

  const { findings, text } = await look({
    DATABASE_URL: database.url,
    MY_KEY: 'sk-mine-1234',
    KOI_SECRET_KEY: randomBytes(32).toString('hex'),
  });

  // The Postgres of tests is quick instead of careful, and is told so.
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
    expect.objectContaining({
      subject: 'durability',
      detail: expect.stringContaining('fsync') as unknown,
    }),
  ]);
  expect(findings.map(({ subject }) => subject)).toEqual([
    'Node.js',
    'environment',
    'koi.yaml',
    'key of mine',
    'storage',
    'port 0',
    'port 0',
    'database',
    'migrations',
    'durability',
    'queues',
    'dead letters',
    'relay',
    'KOI_SECRET_KEY',
    'model demo',
  ]);
  expect(text).toMatch(/^ok {4}model demo {9}answers; first words after 12 ms$/m);
  expect(text).not.toContain('sk-mine-1234');
  expect(readdirSync(join(folder, '.koi/storage'))).toEqual([]);
});

test('every problem of koi.yaml and of the environment is a line of its own', async () => {
  const wrong = `
version: 1
models:
  mine: { connector: openai, modell: gpt-x, apiKey: sk-plain }
chatbots:
  pond: { title: Pond, models: [nobody] }
`;
  const yaml = await look({}, wrong);
  expect(yaml.of('koi.yaml').map(({ level, detail }) => [level, detail])).toEqual([
    ['fail', expect.stringMatching(/koi\.yaml:4:\d+ models\.mine\.model: /)],
    ['fail', expect.stringMatching(/koi\.yaml:4:\d+ models\.mine\.apiKey: name an environment/)],
    ['fail', expect.stringMatching(/koi\.yaml:4:\d+ models\.mine\.modell: is not a setting/)],
  ]);
  expect(yaml.text).not.toContain('sk-plain');

  const environment = await look({ KOI_CHAT_HOST: '', REDIS_URL: 'x', KOI_SECRET_KEY: 'short' });
  expect(environment.of('environment').map(({ detail }) => detail.split(':')[0])).toEqual([
    'REDIS_URL',
    'KOI_SECRET_KEY',
  ]);
});

test('a key that cannot be read, a taken port and a folder that is a file are failures with a way out', async () => {
  const server: Server = createServer((_, response) => response.end('something else'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'taken'), '');
  try {
    const { of } = await look({ KOI_STORAGE_DIR: join(folder, 'taken', 'storage') });
    expect(of('key of mine')).toMatchObject([
      { level: 'fail', detail: 'MY_KEY: is not set or empty' },
    ]);
    expect(of('storage')).toMatchObject([{ level: 'fail' }]);
    expect(of('database')).toMatchObject([{ level: 'warn' }]);

    const config = join(folder, 'koi.yaml');
    const findings: Finding[] = [];
    const flags = { config, chatPort: '0', dashboardPort: String(port) };
    for await (const finding of doctor(flags, {})) findings.push(finding);
    expect(findings).toContainEqual({
      level: 'fail',
      subject: `port ${port}`,
      detail: `Port ${port} for the dashboard is taken by another program.`,
      todo: 'Choose another with KOI_DASHBOARD_PORT=… or --dashboard-port ….',
    });
  } finally {
    server.close();
  }
});

test('a model that fails tells the upstream’s words and a remedy; one that is not listed is a warning', async () => {
  await model('broken');
  await model('unlisted');
  await model('switched-off', { enabled: false });

  const { of, findings } = await look({ DATABASE_URL: database.url, MY_KEY: 'x' });

  expect(of('model broken')).toEqual([
    {
      level: 'fail',
      subject: 'model broken',
      detail: 'm at h answered 401: invalid key',
      todo: 'Give it a key that is valid, of an account that is not empty.',
    },
  ]);
  expect(of('model unlisted')).toMatchObject([{ level: 'warn', todo: 'It lists: other.' }]);
  expect(findings.filter(({ subject }) => subject.startsWith('model '))).toHaveLength(2);
});

test('typed keys that the key of the environment does not open are named', async () => {
  const baseUrl = 'https://a.test/v1';
  const [mine, lost] = [randomBytes(32), randomBytes(32)];
  await model('sealed', {
    connector: 'openai-compatible',
    settings: { baseUrl, model: 'm' },
    secretReference: new SecretKeys([lost]).seal('sk-1', modelKeyPurpose(baseUrl)),
  });

  const env = { DATABASE_URL: database.url, MY_KEY: 'x' };
  const without = await look({ ...env, KOI_SECRET_KEY: mine.toString('hex') });
  const both = `${mine.toString('hex')},${lost.toString('hex')}`;
  const withIt = await look({ ...env, KOI_SECRET_KEY: both });

  expect(without.of('KOI_SECRET_KEY')).toMatchObject([
    { level: 'fail', detail: 'does not open the keys of sealed' },
  ]);
  expect(withIt.of('KOI_SECRET_KEY')).toMatchObject([{ level: 'ok' }]);
});

test('a database that is behind or away is a failure, and models are not tried then', async () => {
  const [latest] = await dataSource.query<{ id: number; name: string; timestamp: string }[]>(
    'select * from schema_migration order by id desc limit 1',
  );
  await dataSource.query('delete from schema_migration where id = $1', [latest?.id]);
  await model('demo');

  const { of } = await look({ DATABASE_URL: database.url, MY_KEY: 'x' });
  expect(of('migrations')).toMatchObject([{ level: 'fail', detail: `1 are due: ${latest?.name}` }]);
  expect(of('model demo')).toEqual([]);

  const away = await look({ DATABASE_URL: 'postgres://koi@127.0.0.1:1/koi', MY_KEY: 'x' });
  expect(away.of('database')).toMatchObject([
    { level: 'fail', detail: expect.stringContaining('ECONNREFUSED') as unknown },
  ]);
});

test('an old Node is named', () => {
  expect(checkNode('20.18.1')).toMatchObject({ level: 'fail' });
  expect(checkNode('20.19.0')).toMatchObject({ level: 'ok' });
  expect(checkNode('24.1.0')).toMatchObject({ level: 'ok' });
});

test('a Postgres that acknowledges too early is named by its settings', () => {
  const settings = (...off: string[]) =>
    ['fsync', 'full_page_writes', 'synchronous_commit'].map((name) => ({
      name,
      setting: off.includes(name) ? 'off' : 'on',
    }));

  expect(durabilityOf(settings())).toMatchObject({ level: 'ok' });
  expect(durabilityOf(settings('fsync', 'synchronous_commit'))).toMatchObject({
    level: 'fail',
    detail: expect.stringMatching(/^fsync, synchronous_commit is off/) as unknown,
  });
});
