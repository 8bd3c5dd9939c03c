import { createDataSource, migrateDatabase } from '@koi/database';
import { migrateQueues, queueBackend } from '@koi/queues';
import { startTestPostgres } from '@koi/testing';

/** One Postgres for this run, with koi's tables and those of the queues. */
export default () => startTestPostgres({ prepare });

async function prepare(databaseUrl) {
  await migrateDatabase(databaseUrl);
  const backend = queueBackend({ databaseUrl });
  await migrateQueues(backend);
  await backend.close();
  // A service refuses to start on a Postgres that acknowledges before it has flushed.
  const dataSource = createDataSource({ url: databaseUrl, poolSize: 1 });
  await dataSource.initialize();
  await dataSource.query('alter role current_user set synchronous_commit = on');
  await dataSource.destroy();
}
