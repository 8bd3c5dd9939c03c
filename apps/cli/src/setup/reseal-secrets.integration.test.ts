import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { modelKeyPurpose, SecretKeys } from '@koi/config';
import { createDataSource, ModelEntity, newId } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { resealSecrets } from './reseal-secrets.js';

// Real: Postgres.
let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await createDataSource({ url: database.url, poolSize: 4 }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const [first, second, lost] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const baseUrl = 'https://a.test/v1';

async function model(name: string, secretReference: string | null): Promise<string> {
  const id = newId();
  await dataSource.getRepository(ModelEntity).insert({
    id,
    name,
    label: name,
    connector: 'openai-compatible',
    settings: { baseUrl, model: 'm' },
    source: 'dashboard',
    secretReference,
  });
  return id;
}

test('keys of models go over to the new key; what cannot be opened, and what is no key, stays', async () => {
  const purpose = modelKeyPurpose(baseUrl);
  const old = await model('old', new SecretKeys([first]).seal('sk-old', purpose));
  const foreign = await model('foreign', new SecretKeys([lost]).seal('sk-foreign', purpose));
  await model('by-reference', '${MY_KEY}');
  await model('without', null);
  const referenceOf = async (id: string): Promise<string> =>
    (await dataSource.getRepository(ModelEntity).findOneByOrFail({ id })).secretReference ?? '';
  const before = await referenceOf(foreign);
  const rotated = new SecretKeys([second, first]);

  expect(await resealSecrets(dataSource, rotated)).toEqual(['old']);
  expect(await resealSecrets(dataSource, rotated)).toEqual([]);

  expect(new SecretKeys([second]).open(await referenceOf(old), purpose)).toBe('sk-old');
  expect(await referenceOf(foreign)).toBe(before);
});
