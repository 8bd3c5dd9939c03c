import { startTestPostgres } from './test-postgres.js';

/** A ready `globalSetup` for packages whose tests start from an empty database. */
export default (): Promise<void> => startTestPostgres();
