import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findUsers, type Transactions } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { withDatabase } from '../key/key-database.js';
import { addUser, readRole, resetUser, userLines } from './users.js';

// Real: Postgres.
let database: TestDatabase;
const on = <Result>(work: (transactions: Transactions) => Promise<Result>): Promise<Result> =>
  withDatabase(work, database.url);

beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

test('a user is added once, listed, and given a new link', async () => {
  const first = await on((tx) => addUser(tx, { email: 'Ada@Example.org', role: 'admin' }));
  expect(first).toMatch(/^\/set-password#[\w-]{43}$/);
  await expect(
    on((tx) => addUser(tx, { email: 'ada@example.org', role: 'viewer' })),
  ).rejects.toThrow(/is a user already/);

  expect(userLines(await on(({ manager }) => findUsers(manager)))).toEqual([
    'ada@example.org  admin  no password yet  never signed in  Ada',
  ]);
  expect(await on((tx) => resetUser(tx, 'ADA@example.org'))).not.toBe(first);
  const trail = await on(({ manager }) =>
    manager.query<object[]>(
      `select actor, action, subject_name as name, after from audit_entry order by created_at`,
    ),
  );
  const by = { actor: expect.stringMatching(/^command line \(.+\)$/), name: 'ada@example.org' };
  expect(trail).toMatchObject([
    { ...by, action: 'created', after: { role: 'admin', hasPassword: false } },
    { ...by, action: 'changed' },
  ]);
  expect(JSON.stringify(trail)).not.toContain(first.split('#')[1]);
});

test('what is wrong is said', async () => {
  await expect(on((tx) => addUser(tx, { email: 'ada', role: 'admin' }))).rejects.toThrow(
    /"ada": email is not an e-mail address/,
  );
  await expect(on((tx) => resetUser(tx, 'bob@example.org'))).rejects.toThrow(/no user bob/);
  expect(() => readRole('boss')).toThrow(/admin or viewer/);
});
