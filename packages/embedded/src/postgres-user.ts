import { runNow, type RunAs } from './run.js';

/**
 * The OS user Postgres runs as when koi itself is root, because Postgres refuses root: `postgres`, made when there
 * is none, or `nobody` where users cannot be made.
 */
export function postgresUser(): RunAs {
  return lookUp('postgres') ?? create() ?? lookUp('nobody') ?? { uid: 65_534, gid: 65_534 };
}

/** A user by name, or undefined when this system has none. */
function lookUp(name: string): RunAs | undefined {
  const uid = runNow('id', ['-u', name]);
  const gid = runNow('id', ['-g', name]);
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

function create(): RunAs | undefined {
  if (runNow('useradd', ['--help']).status === 0) {
    runNow('groupadd', ['--system', 'postgres']);
    runNow('useradd', [
      '--system',
      '--gid=postgres',
      '--home-dir=/nonexistent',
      '--no-create-home',
      '--shell=/bin/false',
      'postgres',
    ]);
  } else {
    // Alpine (BusyBox).
    runNow('addgroup', ['-S', 'postgres']);
    runNow('adduser', ['-S', '-D', '-H', '-G', 'postgres', '-s', '/bin/false', 'postgres']);
  }
  return lookUp('postgres');
}
