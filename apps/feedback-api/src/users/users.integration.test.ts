import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { problem, type UserRecord } from '@koi/contracts';
import { newId } from '@koi/database';
import { cookieOf, RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres, Argon2.
let service: RunningService;
let owner: string;

beforeAll(async () => {
  service = await RunningService.start();
  owner = await service.signIn();
});
beforeEach(() => service.forgetAddress());
afterAll(() => service.close());

const ask = (method: string, path: string, body?: object, cookie = owner): Promise<Response> =>
  fetch(`${service.url}/api${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const codeOf = async (response: Response): Promise<string> =>
  problem.parse(await response.json()).code;
const find = async (id: string): Promise<UserRecord | undefined> => {
  const { items } = (await (await ask('GET', '/users')).json()) as { items: UserRecord[] };
  return items.find((user) => user.id === id);
};
const redeem = (linkPath: string, password = 'correct horse battery'): Promise<Response> =>
  ask('POST', '/password-links/redemption', { token: linkPath.split('#')[1], password }, '');

test('an invited user sets a password by a link that works once', async () => {
  const made = await ask('POST', '/users', {
    email: ' Ada@Example.org ',
    name: 'Ada',
    role: 'admin',
  });
  const user = (await made.json()) as UserRecord & { linkPath: string };

  expect(made.status).toBe(201);
  expect(user).toMatchObject({ email: 'ada@example.org', hasPassword: false, disabledAt: null });
  expect(user.linkPath).toMatch(/^\/set-password#[\w-]{43}$/);
  const session = { email: 'ada@example.org', password: 'correct horse battery' };
  expect(await codeOf(await ask('POST', '/session', session, ''))).toBe('wrong_password');
  expect((await redeem(user.linkPath, 'too short')).status).toBe(400);

  const redeemed = await redeem(user.linkPath);
  expect(await redeemed.json()).toMatchObject({ role: 'admin', user: { name: 'Ada' } });
  expect((await ask('GET', '/users', undefined, cookieOf(redeemed))).status).toBe(200);
  expect(await codeOf(await redeem(user.linkPath))).toBe('password_link_invalid');
  expect(await find(user.id)).toMatchObject({
    hasPassword: true,
    linkExpiresAt: null,
    sessions: 1,
  });
  const again = await ask('POST', '/users', {
    email: 'ADA@example.org',
    name: 'A',
    role: 'viewer',
  });
  expect(await codeOf(again)).toBe('email_taken');
});

test('of two requests with one link at once, one sets the password', async () => {
  const made = await ask('POST', '/users', {
    email: `${newId()}@a.org`,
    name: 'B',
    role: 'viewer',
  });
  const { linkPath } = (await made.json()) as { linkPath: string };

  const both = await Promise.all([
    redeem(linkPath, 'the first password'),
    redeem(linkPath, 'the other password'),
  ]);

  expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
});

test('a new link ends the earlier one; using it ends every session; a link ends by time', async () => {
  const { id, cookie } = await service.newUser('viewer');
  const first = (await (await ask('POST', `/users/${id}/password-link`)).json()) as {
    linkPath: string;
  };
  const second = (await (await ask('POST', `/users/${id}/password-link`)).json()) as {
    linkPath: string;
  };

  expect(await codeOf(await redeem(first.linkPath))).toBe('password_link_invalid');
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(200);
  expect((await redeem(second.linkPath)).status).toBe(200);
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(401);

  const third = (await (await ask('POST', `/users/${id}/password-link`)).json()) as {
    linkPath: string;
  };
  await service.dataSource.query(`update password_link set expires_at = now()`);
  expect(await codeOf(await redeem(third.linkPath))).toBe('password_link_invalid');
});

test('a role counts from the next request on', async () => {
  const { id, cookie } = await service.newUser('viewer');
  expect((await ask('GET', '/users', undefined, cookie)).status).toBe(403);

  expect((await ask('PATCH', `/users/${id}`, { role: 'admin' })).status).toBe(200);
  expect((await ask('GET', '/users', undefined, cookie)).status).toBe(200);
});

test('who is disabled is out at once, by no password and by no link, until enabled again', async () => {
  const { id, email, password, cookie } = await service.newUser('admin');
  const { linkPath } = (await (await ask('POST', `/users/${id}/password-link`)).json()) as {
    linkPath: string;
  };

  expect((await ask('PATCH', `/users/${id}`, { disabled: true })).status).toBe(200);
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(401);
  expect((await ask('POST', '/session', { email, password }, '')).status).toBe(401);
  expect((await redeem(linkPath)).status).toBe(404);

  expect((await ask('PATCH', `/users/${id}`, { disabled: false })).status).toBe(200);
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(401);
  expect((await ask('POST', '/session', { email, password }, '')).status).toBe(200);
});

test('an admin cannot disable or demote themselves, but change their name', async () => {
  const { id, cookie } = await service.newUser('admin');

  expect(await codeOf(await ask('PATCH', `/users/${id}`, { disabled: true }, cookie))).toBe(
    'own_account',
  );
  expect(await codeOf(await ask('PATCH', `/users/${id}`, { role: 'viewer' }, cookie))).toBe(
    'own_account',
  );
  expect(
    (await ask('PATCH', `/users/${id}`, { name: 'Grace', role: 'admin' }, cookie)).status,
  ).toBe(200);
  expect((await find(id))?.name).toBe('Grace');
});

test('signing somebody out everywhere ends their sessions; for oneself the others', async () => {
  const { id, email, password, cookie } = await service.newUser('admin');
  const other = cookieOf(await ask('POST', '/session', { email, password }, ''));

  expect((await ask('DELETE', `/users/${id}/sessions`, undefined, cookie)).status).toBe(204);
  expect((await ask('GET', '/session', undefined, other)).status).toBe(401);
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(200);
  expect((await ask('DELETE', `/users/${id}/sessions`)).status).toBe(204);
  expect((await ask('GET', '/session', undefined, cookie)).status).toBe(401);
});

test('the trail of changes says who did what to whom, and keeps no link', async () => {
  const by = await service.newUser('admin');
  const { id, email } = await service.newUser('viewer');
  await ask('PATCH', `/users/${id}`, { role: 'admin' }, by.cookie);
  await ask('POST', `/users/${id}/password-link`, undefined, by.cookie);
  await ask('PATCH', `/users/${id}`, { disabled: true }, by.cookie);

  const text = await (await ask('GET', `/audit-entries?subjectId=${id}`)).text();
  const { items } = JSON.parse(text) as { items: object[] };
  const about = { subjectKind: 'user', subjectName: email };
  expect(items).toMatchObject([
    { ...about, action: 'switched_off', actor: by.email },
    { ...about, action: 'changed', actor: by.email },
    { ...about, action: 'changed', actor: by.email, after: { role: 'admin' } },
    { ...about, action: 'password_set', actor: email },
    { ...about, action: 'created', actor: 'owner', before: null },
  ]);
  expect(text).not.toMatch(/set-password|argon2/);
});

test('what is not there is not found', async () => {
  for (const [method, path, body] of [
    ['PATCH', '', { role: 'admin' }],
    ['POST', '/password-link', undefined],
    ['DELETE', '/sessions', undefined],
  ] as const)
    expect(await codeOf(await ask(method, `/users/${newId()}${path}`, body))).toBe(
      'user_not_found',
    );
});
