import { migrateDatabase } from '@koi/database';
import { startTestPostgres } from '@koi/testing';

/** One Postgres for this run, with koi's tables. */
export default () => startTestPostgres({ prepare: migrateDatabase });
