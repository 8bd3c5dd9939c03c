import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApiKey, listApiKeys, problem, type ApiKeyRecord } from '@koi/contracts';
import { ApiKeyEntity, ChatbotEntity, newId } from '@koi/database';
import { DataSource } from 'typeorm';
import { RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres.
let service: RunningService;
let cookie: string;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  for (const slug of ['pond', 'lake'])
    await database().manager.insert(ChatbotEntity, {
      id: newId(),
      slug,
      title: slug,
      feedbackMode: 'vote',
      source: 'koi_yaml',
    });
});
afterAll(() => service.close());

const database = (): DataSource => service.app.get(DataSource);

const ask = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${service.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const create = (body: object): Promise<Response> => ask('POST', '/api/api-keys', body);
const list = async (): Promise<ApiKeyRecord[]> =>
  listApiKeys.response?.parse(await (await ask('GET', '/api/api-keys')).json()).items ?? [];

test('a key is shown once and kept as a hash', async () => {
  const response = await create({ name: 'Bench', chatbots: ['pond', 'lake', 'pond'] });
  const text = await response.text();
  const made = createApiKey.response?.parse(JSON.parse(text));

  expect(response.status).toBe(201);
  expect(made?.key).toMatch(/^koi_[\w-]{43}$/);
  expect(made).toMatchObject({ name: 'Bench', chatbots: ['lake', 'pond'], consent: false });
  expect(made?.key.startsWith(made.prefix)).toBe(true);
  const row = await database().manager.findOneByOrFail(ApiKeyEntity, { id: made?.id ?? '' });
  expect(row.hash).toBe(
    createHash('sha256')
      .update(made?.key ?? '')
      .digest('hex'),
  );
  expect(JSON.stringify(row)).not.toContain(made?.key);
  expect(JSON.stringify(await list())).not.toContain(made?.key);
  expect(JSON.stringify(await list())).not.toContain(row.hash);
});

test('a revoked key stays in the list, and revoking it again changes nothing', async () => {
  const { id } = (await (
    await create({ name: 'Gone', chatbots: ['pond'] })
  ).json()) as ApiKeyRecord;

  expect((await ask('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
  const revokedAt = (await list()).find((key) => key.id === id)?.revokedAt;
  expect(revokedAt).toBeTruthy();
  expect((await ask('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
  expect((await list()).find((key) => key.id === id)?.revokedAt).toBe(revokedAt);
  expect((await ask('DELETE', `/api/api-keys/${newId()}`)).status).toBe(404);
  const trail = await ask('GET', `/api/audit-entries?subjectId=${id}`);
  expect(((await trail.json()) as { items: object[] }).items).toMatchObject([
    { action: 'revoked', actor: 'owner', subjectName: 'Gone' },
    { action: 'created', actor: 'owner', subjectKind: 'api_key' },
  ]);
});

test.each([
  ['no chatbots', { chatbots: [] }, 'invalid_input'],
  ['a chatbot that is not there', { chatbots: ['sea'] }, 'chatbot_not_found'],
  [
    'an end in the past',
    { chatbots: ['pond'], expiresAt: '2020-01-01T00:00:00Z' },
    'invalid_input',
  ],
])('a key with %s is refused', async (_, body, code) => {
  const before = (await list()).length;
  const response = await create({ name: 'Wrong', ...body });

  expect(problem.parse(await response.json()).code).toBe(code);
  expect(await list()).toHaveLength(before);
});
