import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { diskFull, EmbeddedPostgresFailed } from './embedded-postgres-failed.js';
import type { Placement } from './placement.js';
import { run } from './run.js';

/** The database role koi connects as. It owns the cluster. */
export const CLUSTER_ROLE = 'koi';

/**
 * Makes the cluster when there is none yet, and returns the password of its role. The password lies beside the data
 * in a file that only the launching user can read.
 *
 * @throws EmbeddedPostgresFailed when initdb fails or the password of existing data is gone.
 */
export async function ensureCluster(
  directory: string,
  { data, runAs }: Placement,
  binaries: Binaries,
): Promise<string> {
  const file = join(directory, 'password');
  if (existsSync(join(data, 'PG_VERSION'))) return readPassword(file, data);

  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  // initdb reads the password as the Postgres user, who cannot read ours.
  const handOver = `${data}.password`;
  writeFileSync(handOver, password, { mode: 0o600 });
  if (runAs) chownSync(handOver, runAs.uid, runAs.gid);
  const made = await run(
    binaries.initdb,
    [
      '-D',
      data,
      `--username=${CLUSTER_ROLE}`,
      `--pwfile=${handOver}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Built into Postgres, so the order of texts is the same on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    runAs,
  );
  rmSync(handOver, { force: true });
  if (made.status === 0) return password;
  if (/No space left|Disk quota/i.test(made.output)) throw diskFull(data);
  const reason = /^initdb: (?:error|warning): .*$|^.*(?:FATAL|PANIC).*$/m.exec(made.output)?.[0];
  throw new EmbeddedPostgresFailed(
    'start_failed',
    `Cannot make the database in ${data}: ${reason ?? made.output.trim().split('\n').at(-1) ?? 'initdb failed'}`,
  );
}

function readPassword(file: string, data: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const unreadable = (error as NodeJS.ErrnoException).code === 'EACCES';
    throw new EmbeddedPostgresFailed(
      unreadable ? 'belongs_to_another_user' : 'data_incomplete',
      unreadable
        ? `Cannot read ${file}: the database was made by another user. Start koi as that user, or choose another data directory with KOI_DATA_DIR.`
        : `The database in ${data} is there, but its password file ${file} is gone. Restore that file, or move the data away to start afresh.`,
      { cause: error },
    );
  }
}
