import { expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from './test-database.js';

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('each database stands alone and is gone after drop', async () => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()]);

  await ask(one.url, 'create table pond (fish text)');

  await expect(ask(two.url, 'select * from pond')).rejects.toThrow('does not exist');
  await one.drop();
  await two.drop();
  await expect(ask(one.url, 'select 1')).rejects.toThrow('does not exist');
});

test('texts are UTF-8 and sort alike on every machine', async () => {
  const database = await testDatabase();

  const rows = await ask(
    database.url,
    `select getdatabaseencoding() as encoding, upper('é') as upper, length('🐟') as length`,
  );

  expect(rows).toEqual([{ encoding: 'UTF8', upper: 'É', length: 1 }]);
  await database.drop();
});
