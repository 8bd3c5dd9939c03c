import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problem } from '@koi/contracts';
import { RunningService, TOKEN } from '../../test/running-service.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});

afterAll(() => service.close());

test('the right token opens a session in a cookie that scripts and other sites cannot use', async () => {
  const response = await service.post('/api/session', { token: TOKEN });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ role: 'admin' });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect(cookie).toMatch(/Max-Age=604800/);
  expect((await service.get('/api/session', cookie.split(';')[0])).status).toBe(200);
});

test('signing out makes the browser forget the session', async () => {
  const cookie = await service.signIn();

  const response = await fetch(`${service.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie },
  });

  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toMatch(/koi_dashboard=;.*(Max-Age=0|1970)/);
});

test('a wrong token is refused, and guessing is stopped', async () => {
  const guess = () => service.post('/api/session', { token: `${TOKEN}x` });

  const first = await guess();
  expect(first.status).toBe(401);
  expect(problem.parse(await first.json()).code).toBe('wrong_token');
  expect(first.headers.get('set-cookie')).toBeNull();
  for (let count = 1; count < 10; count += 1) await guess();
  const limited = await guess();

  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await service.post('/api/session', { token: TOKEN })).status).toBe(429);
});
