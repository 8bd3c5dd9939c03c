import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problem } from '@koi/contracts';
import { cookieOf, RunningService, TOKEN } from '../../test/running-service.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});

afterAll(() => service.close());

test('the right token opens a session in a cookie that scripts and other sites cannot use', async () => {
  const response = await service.post('/api/session', { token: TOKEN });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ role: 'admin', user: null });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect(cookie).toMatch(/Max-Age=604800/);
  expect((await service.get('/api/session', cookie.split(';')[0])).status).toBe(200);
});

test('signing out ends the session, also for a copy of its cookie', async () => {
  const cookie = await service.signIn();

  const response = await fetch(`${service.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie },
  });

  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toMatch(/koi_dashboard=;.*(Max-Age=0|1970)/);
  expect((await service.get('/api/session', cookie)).status).toBe(401);
});

test('sessions are kept as hashes, end by time, and with another token of the start', async () => {
  const cookie = await service.signIn();
  const [row] = await service.dataSource.query<{ id: string; token_hash: string }[]>(
    `select id, token_hash from dashboard_session order by id desc limit 1`,
  );
  expect(decodeURIComponent(cookie)).not.toContain(row?.token_hash ?? '?');

  await service.dataSource.query(
    `update dashboard_session set opened_with = 'other' where id = $1`,
    [row?.id],
  );
  expect((await service.get('/api/session', cookie)).status).toBe(401);

  const late = await service.signIn();
  await service.dataSource.query(
    `update dashboard_session set expires_at = now() where user_id is null`,
  );
  expect((await service.get('/api/session', late)).status).toBe(401);
});

test('a user signs in with e-mail address, in any case, and password', async () => {
  const { email, password, id } = await service.newUser('viewer');

  const response = await service.post('/api/session', { email: email.toUpperCase(), password });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ role: 'viewer', user: { id, email, name: 'A viewer' } });
  const [row] = await service.dataSource.query<{ password_hash: string }[]>(
    `select password_hash from dashboard_user where id = $1`,
    [id],
  );
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('changing the password needs the current one and ends the other sessions', async () => {
  const { email, password, cookie } = await service.newUser('admin');
  const other = cookieOf(await service.post('/api/session', { email, password }));
  const change = (current: string, next: string) =>
    fetch(`${service.url}/api/session/password`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ current, password: next }),
    });

  expect((await change('wrong', 'another long password')).status).toBe(403);
  expect((await change(password, 'short')).status).toBe(400);
  expect((await service.get('/api/session', other)).status).toBe(200);
  expect((await change(password, 'another long password')).status).toBe(204);

  expect((await service.get('/api/session', cookie)).status).toBe(200);
  expect((await service.get('/api/session', other)).status).toBe(401);
  expect((await service.post('/api/session', { email, password })).status).toBe(401);
});

test('guessing the password of one account is stopped, whether or not it exists', async () => {
  const { email, password } = await service.newUser('viewer');
  for (const account of [email, 'nobody@example.org']) {
    const codes: string[] = [];
    for (let count = 0; count < 11; count += 1) {
      service.forgetAddress();
      const response = await service.post('/api/session', { email: account, password: 'guess' });
      codes.push(problem.parse(await response.json()).code);
    }
    expect(codes).toEqual([...Array<string>(10).fill('wrong_password'), 'too_many_requests']);
  }
  service.forgetAddress();
  expect((await service.post('/api/session', { email, password })).status).toBe(429);
  service.forgetAddress();
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
