import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { dashboardRoutes, problem, userRole, type AnyRoute, type UserRole } from '@koi/contracts';
import { newId } from '@koi/database';
import { ROUTE } from '@koi/service';
import { SESSION_COOKIE } from '../src/session/session-cookie.js';
import { RunningService } from './running-service.js';

let service: RunningService;
/** The owner's, by the link of the start. */
let cookie: string;
let cookies: Record<UserRole, string>;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  cookies = { admin: await service.signInAs('admin'), viewer: await service.signInAs('viewer') };
});

afterAll(() => service.close());

const routes = Object.entries(dashboardRoutes as Readonly<Record<string, AnyRoute>>);
const pathOf = ({ path }: AnyRoute): string =>
  path.replace(':file', 'manifest.json').replace(/:\w+/g, newId());

async function ask(route: AnyRoute, headers: Record<string, string>): Promise<Response> {
  const hasBody = route.body !== undefined;
  return fetch(`${service.url}${pathOf(route)}`, {
    method: route.method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: '{}' } : {}),
  });
}

test('every route of the contract has a controller, and no controller has another one', () => {
  const discovery = service.app.get(DiscoveryService, { strict: false });
  const scanner = new MetadataScanner();
  const bound = discovery.getControllers().flatMap(({ metatype }) => {
    const prototype = (metatype?.prototype ?? {}) as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .map((name) => Reflect.getMetadata(ROUTE, prototype[name] ?? {}) as AnyRoute | undefined)
      .filter((route) => route !== undefined);
  });

  expect(new Set(bound)).toEqual(new Set(Object.values(dashboardRoutes)));
  expect(bound).toHaveLength(routes.length);
});

test('OpenAPI names every route', async () => {
  const response = await service.get('/api/openapi.json', cookie);
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
  };

  expect(document.openapi).toBe('3.1.0');
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    routes.map(([name]) => name).sort(),
  );
});

describe('deny by default', () => {
  const closed = routes.filter(([, route]) => !route.open);
  const forged = `${SESSION_COOKIE}=${encodeURIComponent(`${'a'.repeat(43)}.c2lnbmF0dXJl`)}`;

  test.each(closed)('%s without a cookie is refused', async (_, route) => {
    const response = await ask(route, {});

    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.parse(await response.json()).code).toBe('unauthenticated');
  });

  test.each(closed)('%s with a forged cookie is refused', async (_, route) => {
    expect((await ask(route, { cookie: forged })).status).toBe(401);
  });

  const ends = ['signOut', 'endUserSessions'];
  const table = closed
    .filter(([name]) => !ends.includes(name))
    .flatMap(([name, route]) => userRole.options.map((role) => [role, name, route] as const));

  test.each(table)('as %s, %s answers what its allow list says', async (role, _, route) => {
    const response = await ask(route, { cookie: cookies[role] });

    if (!route.roles?.includes(role)) {
      expect(response.status).toBe(403);
      expect(problem.parse(await response.json()).code).toBe('forbidden');
      return;
    }
    expect([200, 202, 204, 400, 404]).toContain(response.status);
    if (response.status >= 400) {
      expect([...route.problems, 'invalid_input']).toContain(
        problem.parse(await response.json()).code,
      );
    }
  });

  test('the owner, who came by the link of the start, may do what an admin may', async () => {
    expect((await service.get('/api/users', cookie)).status).toBe(200);
  });

  test('a viewer signs nobody out but themselves', async () => {
    const viewer = await service.signInAs('viewer');
    expect((await ask(dashboardRoutes.endUserSessions, { cookie: viewer })).status).toBe(403);
    expect((await ask(dashboardRoutes.signOut, { cookie: viewer })).status).toBe(204);
    expect((await service.get('/api/overview', viewer)).status).toBe(401);
  });

  test.each([
    ['GET', '//api/overview'],
    ['GET', '/api//overview'],
    ['GET', '/api/overview/'],
    ['GET', '/api/overview?x=1'],
    ['GET', '/api/overview;x=1'],
    ['GET', '/%61pi/overview'],
    ['GET', '/api%2Foverview'],
    ['GET', '/api/%6fverview'],
    ['GET', '/API/overview'],
    ['GET', '/./api/overview'],
    ['GET', '/healthz/../api/overview'],
    ['GET', '/api/session/../overview'],
    ['HEAD', '/api/overview'],
    ['HEAD', '/api/feedback'],
    ['OPTIONS', '/api/overview'],
    ['GET', '/api/docs'],
    ['GET', '/api/docs/'],
    ['GET', '/api/docs/swagger-ui-init.js'],
    ['GET', '/api/docs/swagger-ui.css'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/openapi.yaml'],
    ['GET', '/%61pi/openapi.json'],
    ['HEAD', '/api/openapi.json'],
  ])('%s %s opens nothing without a session', async (method, path) => {
    expect([401, 404]).toContain(await service.rawStatus(method, path));
  });

  test.each(['/healthz', '/readyz'])('%s needs no session', async (path) => {
    expect((await service.get(path)).status).toBe(200);
  });

  test('the documentation opens with a session', async () => {
    expect((await service.get('/api/docs', cookie)).status).toBe(200);
    expect((await service.get('/api/docs/swagger-ui.css', cookie)).status).toBe(200);
  });
});

describe('changes come from the own page only', () => {
  const post = (headers: Record<string, string>, body = '{}') =>
    fetch(`${service.url}/api/dataset-versions`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body,
    });

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1:1' }],
  ])('%j is refused', async (headers) => {
    expect((await post(headers)).status).toBe(403);
  });

  test('the own page and programs are let in', async () => {
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(400);
    expect((await post({ origin: service.url })).status).toBe(400);
    expect((await post({})).status).toBe(400);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded'])('%s is refused', async (type) => {
    expect((await post({ 'content-type': type }, 'dataset=x')).status).toBe(415);
  });
});
