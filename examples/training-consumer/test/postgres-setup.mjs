import { migrateQueues, queueBackend } from '@koi/queues';
import { startTestPostgres } from '@koi/testing';

/** One Postgres for this run, with the tables of the queues. */
export default () => startTestPostgres({ prepare });

async function prepare(databaseUrl) {
  const backend = queueBackend({ databaseUrl });
  await migrateQueues(backend);
  await backend.close();
}
