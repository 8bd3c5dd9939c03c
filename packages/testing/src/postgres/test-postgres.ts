import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@koi/embedded';

/** Where the Jest workers find the server that the global setup started. */
export const TEST_POSTGRES_VARIABLE = 'KOI_HARNESS_POSTGRES_URL';

/** Every test database is a copy of this one. */
export const TEMPLATE_DATABASE = 'koi_template';

interface Running {
  readonly server: EmbeddedPostgres;
  readonly directory: string;
}

// Setup and teardown may be loaded as two instances of this module; the process is what they share.
const RUNNING = Symbol.for('koi.test-postgres');
const shared = globalThis as unknown as { [RUNNING]?: Running };

/**
 * For Jest's `globalSetup`: starts one Postgres for this run and prepares the template that test databases copy.
 *
 * @example
 * // test/postgres-setup.mjs
 * import { migrateDatabase } from '@koi/database';
 * import { startTestPostgres } from '@koi/testing';
 * export default () => startTestPostgres({ prepare: migrateDatabase });
 */
export async function startTestPostgres({
  prepare,
}: {
  /** Brings the template database at `url` to the wanted state; must close its connections. */
  prepare?: (url: string) => Promise<unknown>;
} = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'koi-postgres-'));
  // As root the server runs as another user, who must get in.
  chmodSync(directory, 0o755);
  const server = new EmbeddedPostgres({ directory, durable: false, orphanGraceSeconds: 0 });
  shared[RUNNING] = { server, directory };
  try {
    await server.start();
    const template = await server.createDatabase(TEMPLATE_DATABASE);
    await prepare?.(template);
  } catch (error) {
    await stopTestPostgres();
    throw error;
  }
  process.env[TEST_POSTGRES_VARIABLE] = server.url();
}

/** For Jest's `globalTeardown`: stops the server and removes its files. */
export async function stopTestPostgres(): Promise<void> {
  const running = shared[RUNNING];
  if (!running) return;
  delete shared[RUNNING];
  await running.server.stop();
  rmSync(running.directory, { recursive: true, force: true });
}
