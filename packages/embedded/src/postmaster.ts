import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { run, runNow, type RunAs } from './run.js';

/** What Postgres writes about itself into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** True once it takes connections. */
  readonly ready: boolean;
}

/** The server that holds the data directory according to its pid file, which may be stale. */
export function readPostmaster(data: string): Postmaster | undefined {
  try {
    // Lines as in Postgres' pidfile.h: 1 is the pid, 8 the status.
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Frees a data directory whose launcher died: stops the server it left behind, or removes a pid file whose pid now
 * belongs to some other program (Postgres itself would refuse to start then).
 */
export async function freeDataDirectory(
  data: string,
  binaries: Binaries,
  runAs: RunAs | undefined,
): Promise<void> {
  const left = readPostmaster(data);
  if (!left || !isAlive(left.pid)) return;
  if (isPostgres(left.pid)) {
    await run(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'], runAs);
    return;
  }
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgres(pid: number): boolean {
  if (process.platform === 'win32') return true;
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').includes('postgres');
  } catch {
    return runNow('ps', ['-o', 'comm=', '-p', String(pid)]).output.includes('postgres');
  }
}
