import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { modelKeyPurpose, SecretKeys } from '@koi/config';
import {
  listAuditEntries,
  modelRecord,
  probeEvent,
  probesQueue,
  probeTopic,
  problem,
  type AuditEntry,
  type ModelRecord,
  type ProbeJob,
  type ProbeReport,
} from '@koi/contracts';
import { ModelEntity, saveModel } from '@koi/database';
import { createLogger } from '@koi/observability';
import { createRelay, queueBackend, startWorker } from '@koi/queues';
import { RunningService, SECRET_KEY } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres, the queue. Fake: model-proxy, for probes.
const KEY = 'sk-typed-0123456789abcdef';
const keys = new SecretKeys([Buffer.from(SECRET_KEY, 'hex')]);
let service: RunningService;
let cookie: string;
const seen: string[] = [];

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
});
afterAll(() => service.close());
beforeEach(async () => {
  await service.dataSource.query('truncate model cascade');
  await service.dataSource.query('truncate audit_entry');
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  seen.push(await response.clone().text());
  return response;
}
const record = async (response: Response): Promise<ModelRecord> =>
  modelRecord.parse(await response.json());
const codeOf = async (response: Response): Promise<unknown[]> => {
  const { code, issues } = problem.parse(await response.json());
  return [code, ...(issues ?? []).map(({ path }) => path)];
};
const trail = async (): Promise<AuditEntry[]> =>
  listAuditEntries.response!.parse(await (await ask('GET', '/api/audit-entries')).json()).items;

const config = {
  connector: 'openai-compatible',
  label: 'Mine',
  baseUrl: 'https://a.test/v1',
  model: 'm-1',
  parameters: { temperature: 0.5 },
};
const make = async (more: object = {}): Promise<ModelRecord> =>
  record(await ask('POST', '/api/models', { name: 'mine', config, key: KEY, ...more }));
const rowOf = (id: string): Promise<ModelEntity> =>
  service.dataSource.getRepository(ModelEntity).findOneByOrFail({ id });

test('a typed key is sealed, for its address alone, and no answer ever holds it', async () => {
  const made = await make();
  const row = await rowOf(made.id);

  expect(made).toMatchObject({ key: { kind: 'typed' }, source: 'dashboard', version: 1 });
  expect(row.secretReference).toMatch(/^sealed:v1:/);
  expect(keys.open(row.secretReference ?? '', modelKeyPurpose(config.baseUrl))).toBe(KEY);
  await ask('GET', '/api/models');
  await ask('POST', '/api/models', { name: 'x', config: { ...config, apiKey: KEY }, key: KEY });
  await ask('POST', '/api/models', { name: 'x', config, key: `${KEY} ${KEY}` });
  await trail();
  for (const text of seen) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(row.secretReference);
  }
  expect(JSON.stringify(await service.dataSource.query('select * from model'))).not.toContain(KEY);
});

test('a change keeps the key, unless the address changes: then it must be typed again', async () => {
  const made = await make();
  const change = (body: object) => ask('PUT', `/api/models/${made.id}`, body);
  const elsewhere = { ...config, baseUrl: 'https://evil.test/v1' };

  const refused = await change({ config: elsewhere, revision: made.revision });
  expect([refused.status, await codeOf(refused)]).toEqual([422, ['key_required']]);
  expect((await rowOf(made.id)).settings).toMatchObject({ baseUrl: config.baseUrl });

  const warmer = await record(
    await change({ config: { ...config, parameters: {} }, revision: made.revision }),
  );
  expect(warmer).toMatchObject({ version: 2, key: { kind: 'typed' } });

  const moved = await record(
    await change({ config: elsewhere, key: 'sk-other', revision: warmer.revision }),
  );
  expect(moved.version).toBe(3);
  const { secretReference } = await rowOf(made.id);
  expect(keys.open(secretReference ?? '', modelKeyPurpose(elsewhere.baseUrl))).toBe('sk-other');

  const without = await record(
    await change({ config: elsewhere, key: null, revision: moved.revision }),
  );
  expect(without).toMatchObject({ version: 3, key: { kind: 'none' } });
});

test('of two edits of one state the second is refused, and every change has its entry', async () => {
  const made = await make();
  const edit = (label: string) =>
    ask('PUT', `/api/models/${made.id}`, { config: { ...config, label }, revision: made.revision });

  const outcomes = await Promise.all([edit('One'), edit('Two')]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
  const late = outcomes.find(({ status }) => status === 409);
  expect(late && (await codeOf(late))).toEqual(['changed_meanwhile']);
  const entries = await trail();
  expect(entries.map(({ action, subjectName }) => [action, subjectName])).toEqual([
    ['changed', 'mine'],
    ['created', 'mine'],
  ]);
  expect(entries[0]).toMatchObject({
    actor: 'owner',
    before: { key: 'typed', config: { label: 'Mine' } },
  });
  expect(entries[1]?.before).toBeNull();
});

test('a save that changes nothing leaves no entry', async () => {
  const made = await make();

  await ask('PUT', `/api/models/${made.id}`, { config, revision: made.revision });

  expect(await trail()).toHaveLength(1);
});

test('what koi.yaml defines can be switched, not edited', async () => {
  await saveModel(service.dataSource.manager, {
    name: 'fixed',
    config: { connector: 'demo', style: 'brief', tokensPerSecond: 1, parameters: {} },
    source: 'koi_yaml',
  });
  const list = (await (await ask('GET', '/api/models')).json()) as { items: ModelRecord[] };
  const [fixed] = list.items;
  if (!fixed) throw new Error('It was saved a moment ago.');

  const edit = await ask('PUT', `/api/models/${fixed.id}`, { config, revision: fixed.revision });
  expect([edit.status, await codeOf(edit)]).toEqual([409, ['defined_in_koi_yaml']]);
  const off = await ask('PUT', `/api/models/${fixed.id}/enabled`, { enabled: false });
  expect(await record(off)).toMatchObject({ enabled: false, source: 'koi_yaml' });
  const on = await ask('PUT', `/api/models/${fixed.id}/enabled`, { enabled: true });
  expect(await record(on)).toMatchObject({ enabled: true });
  expect((await trail()).map(({ action }) => action)).toEqual(['switched_on', 'switched_off']);

  await service.dataSource.query('update model set enabled = false');
  const gone = await ask('PUT', `/api/models/${fixed.id}/enabled`, { enabled: true });
  expect(await codeOf(gone)).toEqual(['not_in_koi_yaml']);
});

test.each([
  ['a name that is taken', { name: 'mine' }, ['name_taken']],
  ['an address that is none', { config: { ...config, baseUrl: 'x' } }, ['config.baseUrl']],
  ['a setting of another connector', { config: { ...config, style: 'brief' } }, ['config']],
  [
    'a fallback that is not there',
    { config: { ...config, fallback: 'nobody' } },
    ['config.fallback'],
  ],
  ['a fallback to itself', { config: { ...config, fallback: 'other' } }, ['config.fallback']],
  ['a key for a model that takes none', { config: { connector: 'demo' } }, ['key']],
])('a model with %s is refused at its field', async (_, body, expected) => {
  await make();

  const response = await ask('POST', '/api/models', { name: 'other', config, key: KEY, ...body });

  const [code, ...paths] = await codeOf(response);
  expect(paths.length > 0 ? paths : [code]).toEqual(expected);
  expect(await service.dataSource.getRepository(ModelEntity).count()).toBe(1);
});

test('a probe of unsaved settings goes to model-proxy with the key sealed, and tells what goes on', async () => {
  const made = await make();
  const backend = queueBackend({ databaseUrl: service.config.DATABASE_URL });
  const logger = createLogger({ service: 'test', level: 'silent' });
  const relay = createRelay(backend, logger);
  const jobs: ProbeJob[] = [];
  const worker = await startWorker(
    probesQueue,
    async (job): Promise<ProbeReport> => {
      jobs.push(job);
      await relay.publish(probeTopic(job.probeId), { type: 'text', text: 'Hello' });
      const { probeId } = job;
      return {
        probeId,
        models: { status: 'unsupported' },
        answer: { status: 'answered', text: 'Hello', pieces: 1, ttftMs: 1, durationMs: 2 },
      };
    },
    { backend, relay, logger },
  );
  try {
    const other = { ...config, model: 'm-2' };
    const response = await ask('POST', '/api/probes', { config: other, modelId: made.id });
    const lines = (await response.text()).trim().split('\n');
    const events = lines.map((line) => probeEvent.parse(JSON.parse(line)));

    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(events.map(({ type }) => type)).toEqual(['text', 'done']);
    const [job] = jobs;
    expect(JSON.stringify(job)).not.toContain(KEY);
    const { sealedKey } = job?.model as Extract<ProbeJob['model'], { kind: 'draft' }>;
    expect(keys.open(sealedKey ?? '', modelKeyPurpose(config.baseUrl))).toBe(KEY);

    const elsewhere = { ...config, baseUrl: `https://${randomBytes(4).toString('hex')}.test/v1` };
    const refused = await ask('POST', '/api/probes', { config: elsewhere, modelId: made.id });
    expect(await codeOf(refused)).toEqual(['key_required']);
    expect(jobs).toHaveLength(1);
  } finally {
    await worker.close();
    await relay.close();
    await backend.close();
  }
});
