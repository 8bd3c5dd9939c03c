import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dashboardRoutes, gatewayRoutes, problem, type Problem } from '@koi/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '../src/index.js';
import { builtPage, pond, startPond } from './pond.js';

const page = builtPage();
let service: Awaited<ReturnType<typeof startPond>>;

beforeAll(async () => {
  service = await startPond({ KOI_STATIC_DIR: page.folder });
});

afterAll(async () => {
  await service.close();
  page.remove();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, { headers });

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = problem.parse(await response.json());
  expect(body.status).toBe(response.status);
  expect(body.requestId).toBe(response.headers.get('x-request-id'));
  return body;
}

describe('problems', () => {
  test('every field that is wrong is named in one answer', async () => {
    const response = await post('/api/fish', '{"name":"","size":-1}');

    expect(response.status).toBe(400);
    const { code, issues } = await problemOf(response);
    expect(code).toBe('invalid_input');
    expect(issues?.map(({ path }) => path)).toEqual(['name', 'size']);
  });

  test('an expected refusal keeps its code and its words', async () => {
    const response = await post('/api/fish', '{"name":"shark","size":1}');

    expect(await problemOf(response)).toMatchObject({
      status: 409,
      code: 'turn_pending',
      detail: 'Wait.',
    });
  });

  test('an unexpected error tells its request id and nothing else', async () => {
    const response = await post('/api/break', '{}', {
      'idempotency-key': '01890000-0000-7000-8000-00000000000a',
      'x-request-id': 'from-a-proxy-1',
    });
    const text = await response.clone().text();

    expect(await problemOf(response)).toMatchObject({ status: 500, code: 'internal' });
    expect(text).toContain('from-a-proxy-1');
    expect(text).not.toContain('password');
  });

  test.each([
    ['nothing there', () => get('/api/nothing'), 404, 'not_found'],
    ['another method', () => get('/api/fish'), 404, 'not_found'],
    ['broken JSON', () => post('/api/fish', '{"name":'), 400, 'invalid_input'],
    ['no body', () => post('/api/fish', ''), 400, 'invalid_input'],
    [
      'another content type',
      () => post('/api/fish', '<fish/>', { 'content-type': 'application/xml' }),
      415,
      'unsupported_media_type',
    ],
    [
      'a body beyond a mebibyte',
      () => post('/api/fish', JSON.stringify({ name: 'x'.repeat(1_100_000), size: 1 })),
      413,
      'payload_too_large',
    ],
    ['no Idempotency-Key', () => post('/api/break', '{}'), 400, 'invalid_input'],
    [
      'an Idempotency-Key that is no UUID',
      () => post('/api/break', '{}', { 'idempotency-key': '1' }),
      400,
      'invalid_input',
    ],
  ])('%s is problem details', async (_, ask, status, code) => {
    const response = await ask();

    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });
});

test('what the schema does not name never leaves the service', async () => {
  const response = await post('/api/fish', '{"name":"koi","size":3}');

  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    id: '01890000-0000-7000-8000-00000000000a',
    name: 'koi',
  });
});

describe('request ids', () => {
  test('of a proxy are kept', async () => {
    const response = await get('/healthz', { 'x-request-id': 'abcd-1234' });

    expect(response.headers.get('x-request-id')).toBe('abcd-1234');
  });

  test.each(['short', 'with space in it', 'x'.repeat(65), '{"log":"forged"}'])(
    'like %p are replaced',
    async (id) => {
      const given = (await get('/healthz', { 'x-request-id': id })).headers.get('x-request-id');

      expect(given).not.toBe(id);
      expect(given).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('headers', () => {
  test.each(['/', '/api/nothing', '/healthz'])('of %s keep strangers out', async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';

    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('pages', () => {
  test.each(['/', '/c/arena', '/c/arena/0189?x=1', '/apiary'])('%s is the page', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('<title>Pond</title>');
  });

  test('hashed files are kept for good', async () => {
    const response = await get('/assets/app-1a2b.js');

    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test.each(['/api', '/api/nothing', '/v1/models', '/assets/gone.js', '/../package.json'])(
    '%s is not the page',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test('only reading gets the page', async () => {
    expect((await post('/c/arena', '{}')).status).toBe(404);
  });
});

describe('OpenAPI', () => {
  test.each([
    ['pond', pond.api?.routes ?? {}],
    ['gateway', gatewayRoutes],
    ['feedback-api', dashboardRoutes],
  ])('of %s is a valid document of version 3.1', async (_, routes) => {
    const document = openApiDocument({ title: 't', description: 'd', routes, cookie: 'c' });

    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...document });

    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test('is served, and its page needs no script from elsewhere', async () => {
    expect((await get('/api/openapi.json')).status).toBe(200);
    expect((await get('/api/docs')).status).toBe(200);
  });
});
