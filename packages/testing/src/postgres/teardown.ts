import { stopTestPostgres } from './test-postgres.js';

/** The `globalTeardown` that belongs to every Postgres setup. */
export default stopTestPostgres;
