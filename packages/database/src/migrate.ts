import { createDataSource } from './data-source.js';

/** Any number, the same for every koi: keeps two migrations of one database from running at once. */
const MIGRATION_LOCK = 5_641_001;

/**
 * Brings the schema up to date and returns the names of the migrations it ran. One-shot step; safe to run again,
 * and at the same time from several places.
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const dataSource = createDataSource({ url, poolSize: 2, applicationName: 'koi-migrate' });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}
