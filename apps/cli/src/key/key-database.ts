import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createDataSource, Transactions } from '@koi/database';
import { CliFailed } from '../cli-failed.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The database of the koi that is meant: `DATABASE_URL` (or `DATABASE_URL_FILE`), else the one that runs in this
 * directory.
 */
export function databaseUrl(env: Env = process.env): string {
  if (env['DATABASE_URL']) return env['DATABASE_URL'];
  if (env['DATABASE_URL_FILE']) return readFileSync(env['DATABASE_URL_FILE'], 'utf8').trim();
  const file = join(env['KOI_DATA_DIR'] || '.koi', 'connection.env');
  const url = existsSync(file) && parseEnv(readFileSync(file, 'utf8'))['DATABASE_URL'];
  if (url) return url;
  throw new CliFailed(
    `There is no koi running here (no ${file}). Start koi in this directory, or set DATABASE_URL.`,
  );
}

/** Runs `work` on that database, and closes it. */
export async function withDatabase<Result>(
  work: (transactions: Transactions) => Promise<Result>,
  url = databaseUrl(),
): Promise<Result> {
  const dataSource = createDataSource({ url, poolSize: 2, applicationName: 'koi-cli' });
  await dataSource.initialize();
  try {
    return await work(new Transactions(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
