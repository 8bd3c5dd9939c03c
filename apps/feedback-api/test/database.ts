import { randomBytes } from 'node:crypto';
import { createDataSource, migrateDatabase } from '@koi/database';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new, migrated database of its own in the Postgres named by KOI_TEST_POSTGRES. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.KOI_TEST_POSTGRES ?? '';
  const name = `koi_feedback_api_${randomBytes(4).toString('hex')}`;
  const admin = async (sql: string): Promise<void> => {
    const dataSource = createDataSource({ url: server, poolSize: 1 });
    await dataSource.initialize();
    await dataSource.query(sql);
    await dataSource.destroy();
  };
  await admin(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return { url: url.href, drop: () => admin(`drop database ${name} with (force)`) };
}
