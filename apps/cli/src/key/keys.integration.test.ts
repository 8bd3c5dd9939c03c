import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ChatbotEntity, findApiKeys, newId, type Transactions } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { CliFailed } from '../cli-failed.js';
import { databaseUrl, withDatabase } from './key-database.js';
import { createKey, keyLines, readExpiry, revokeKey } from './keys.js';

// Real: Postgres.
let database: TestDatabase;
const on = <Result>(work: (transactions: Transactions) => Promise<Result>): Promise<Result> =>
  withDatabase(work, database.url);

beforeAll(async () => {
  database = await testDatabase();
  await on(async ({ manager }) => {
    for (const slug of ['pond', 'lake'])
      await manager.insert(ChatbotEntity, {
        id: newId(),
        slug,
        title: slug,
        feedbackMode: 'vote',
        source: 'koi_yaml',
      });
  });
});
afterAll(() => database.drop());

const NOW = new Date('2026-05-01T12:00:00Z');
const plain = { name: 'Mine', chatbots: [], consent: false, expiresAt: null };

test('a key is for the chatbots it names, or for all there are', async () => {
  const all = await on((transactions) => createKey(transactions, plain));
  const one = await on((transactions) => createKey(transactions, { ...plain, chatbots: ['pond'] }));

  expect(all.record?.chatbots).toEqual(['lake', 'pond']);
  expect(one.record?.chatbots).toEqual(['pond']);
  expect(one.key.startsWith(one.record?.prefix ?? '?')).toBe(true);
  await expect(
    on((transactions) => createKey(transactions, { ...plain, chatbots: ['sea'] })),
  ).rejects.toThrow(/no chatbot sea here. There are: lake, pond/);
});

test('a key is revoked by its prefix, and the list says so', async () => {
  const { record } = await on((transactions) => createKey(transactions, plain));

  await on((transactions) => revokeKey(transactions, record?.prefix ?? ''));
  const keys = await on(({ manager }) => findApiKeys(manager, record?.id));
  expect(keyLines(keys, NOW)[0]).toMatch(
    /^koi_.{8}… {2}revoked {2}never used {2}lake,pond {2}Mine {2}/,
  );
  await expect(on((transactions) => revokeKey(transactions, 'koi_nothing'))).rejects.toThrow(
    CliFailed,
  );
});

test('an end is a span or a date to come', () => {
  expect(readExpiry(undefined, NOW)).toBeNull();
  expect(readExpiry('12h', NOW)?.toISOString()).toBe('2026-05-02T00:00:00.000Z');
  expect(readExpiry('2d', NOW)?.toISOString()).toBe('2026-05-03T12:00:00.000Z');
  expect(readExpiry('2026-06-01', NOW)?.toISOString()).toBe('2026-06-01T00:00:00.000Z');
  for (const wrong of ['soon', '2020-01-01', '0d', ''])
    expect(() => readExpiry(wrong, NOW)).toThrow(CliFailed);
});

test('without a koi here and without DATABASE_URL it says what to do', () => {
  expect(databaseUrl({ DATABASE_URL: 'postgres://x' })).toBe('postgres://x');
  expect(() => databaseUrl({ KOI_DATA_DIR: '/nowhere' })).toThrow(/no koi running here/);
});
