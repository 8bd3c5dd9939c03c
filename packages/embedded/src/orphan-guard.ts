import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';

/**
 * Ends Postgres some seconds after its launcher died without stopping it (kill -9, out of memory). A small shell
 * waits on a pipe whose other end only the launcher holds. Where there is no shell the next start cleans up.
 *
 * @returns a function that calls the guard off.
 */
export function guardAgainstOrphaning(data: string, pid: number, graceSeconds: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script =
    'cat >/dev/null; sleep "$1"; [ "$(head -n 1 "$2")" = "$0" ] && kill -INT "$0" 2>/dev/null';
  const guard = spawn(
    '/bin/sh',
    ['-c', script, String(pid), String(graceSeconds), join(data, 'postmaster.pid')],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' },
  );
  guard.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  guard.stdin.on('error', () => undefined);
  return () => {
    if (guard.pid === undefined || guard.exitCode !== null) return;
    try {
      // Its whole group: the shell and the program it waits for.
      process.kill(-guard.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
}
