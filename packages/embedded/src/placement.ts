import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresFailed, fileFailure } from './embedded-postgres-failed.js';
import { makeDirectory } from './make-directory.js';
import { postgresUser } from './postgres-user.js';
import { runNow, type RunAs } from './run.js';

/** Where the data lies and which OS user Postgres runs as. */
export interface Placement {
  readonly data: string;
  /** Set when koi runs as root. */
  readonly runAs?: RunAs;
}

/**
 * Decides where the data directory lies. Normally `<directory>/data`. When koi is root and the `postgres` user
 * cannot reach that (a checkout under /root), the data goes below `sharedHome` and `<directory>/data` becomes a
 * link to it, so that every later start finds the same data.
 *
 * @throws EmbeddedPostgresFailed when no place can be written, or the data belongs to another user.
 */
export function placeData(directory: string, sharedHome: string): Placement {
  try {
    makeDirectory(directory);
    const wanted = join(directory, 'data');
    return process.getuid?.() === 0 ? placeAsRoot(directory, wanted, sharedHome) : place(wanted);
  } catch (error) {
    throw error instanceof EmbeddedPostgresFailed ? error : fileFailure(error, directory);
  }
}

function place(data: string): Placement {
  makeDirectory(data, 0o700);
  const owner = statSync(data).uid;
  if (process.getuid && owner !== process.getuid())
    throw new EmbeddedPostgresFailed(
      'belongs_to_another_user',
      `The database in ${data} belongs to another user (uid ${owner}), not to ${userInfo().username}. Start koi as that user (or root), or choose another data directory with KOI_DATA_DIR.`,
    );
  return { data };
}

function placeAsRoot(directory: string, wanted: string, sharedHome: string): Placement {
  if (existsSync(join(wanted, 'PG_VERSION'))) {
    const data = realpathSync(wanted);
    const { uid, gid } = statSync(data);
    // A normal user's database stays theirs when root starts it once.
    if (uid !== 0) return { data, runAs: { uid, gid } };
    // Files that root copied here.
    const user = postgresUser();
    runNow('chown', ['-R', `${user.uid}:${user.gid}`, data]);
    return { data, runAs: user };
  }
  const runAs = postgresUser();
  const isLink = existsSync(wanted) && lstatSync(wanted).isSymbolicLink();
  // A link whose target is gone.
  if (!existsSync(wanted)) rmSync(wanted, { force: true });
  if (!isLink) {
    makeDirectory(wanted, 0o700);
    if (tryOwn(wanted, runAs) && canEnter(wanted, runAs)) return { data: wanted, runAs };
    rmdirSync(wanted);
  }
  const name = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 16);
  const moved = join(sharedHome, `data-${name}`);
  makeDirectory(sharedHome, 0o755);
  makeDirectory(moved, 0o700);
  own(isLink ? realpathSync(wanted) : moved, runAs);
  if (!isLink) symlinkSync(moved, wanted);
  return { data: realpathSync(wanted), runAs };
}

function own(path: string, { uid, gid }: RunAs): void {
  chownSync(path, uid, gid);
}

function tryOwn(path: string, runAs: RunAs): boolean {
  try {
    own(path, runAs);
    return true;
  } catch {
    // Some network file systems let even root change no owner.
    return false;
  }
}

/** Asked of the system itself as that user: modes of parents, ACLs and mount options all count. */
function canEnter(path: string, runAs: RunAs): boolean {
  return runNow('/bin/sh', ['-c', 'cd "$0" && test -w .', path], runAs).status === 0;
}
