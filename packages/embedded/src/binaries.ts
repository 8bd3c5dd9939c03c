import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresFailed, fileFailure } from './embedded-postgres-failed.js';
import { makeDirectory } from './make-directory.js';
import { runNow, type RunAs } from './run.js';

/** The programs of one Postgres release. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

interface PlatformPackage {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * Finds the Postgres programs for this platform and makes sure that `runAs` can run them. When it cannot (the
 * checkout lies under /root, say) they are copied once to `sharedHome`.
 *
 * @throws EmbeddedPostgresFailed `platform_unsupported` when there are none for this platform, or they do not run here.
 */
export async function findBinaries(
  runAs: RunAs | undefined,
  sharedHome: string,
): Promise<Binaries> {
  const installed = await platformBinaries();
  const tried = runNow(installed.postgres, ['--version'], runAs);
  if (tried.status === 0) return installed;
  if (tried.errorCode !== 'EACCES' || !runAs) throw unsupported(tried.output || tried.errorCode);

  const copy = copyTo(sharedHome, installed);
  const retried = runNow(copy.postgres, ['--version'], runAs);
  if (retried.status === 0) return copy;
  throw unsupported(retried.output || retried.errorCode);
}

async function platformBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const found = (await import(
      `@embedded-postgres/${platform}-${process.arch}`
    )) as PlatformPackage;
    return { postgres: found.postgres, initdb: found.initdb, pgCtl: found.pg_ctl };
  } catch (error) {
    throw unsupported(error instanceof Error ? error.message : undefined);
  }
}

function unsupported(reason: string | undefined): EmbeddedPostgresFailed {
  const detail = reason?.trim().split('\n')[0];
  return new EmbeddedPostgresFailed(
    'platform_unsupported',
    `The bundled Postgres does not run on this machine (${process.platform} ${process.arch}${detail ? `: ${detail}` : ''}). ` +
      'Set DATABASE_URL to a Postgres 15 or later of your own.',
  );
}

function copyTo(home: string, { postgres }: Binaries): Binaries {
  const native = dirname(dirname(postgres));
  const manifest = join(dirname(native), 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const target = join(home, `postgres-${version}`);
  if (!existsSync(target)) {
    // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
    const partial = `${target}.${process.pid}`;
    try {
      makeDirectory(home);
      cpSync(native, partial, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !source.endsWith('.a'),
      });
      openToEveryone(partial);
      renameSync(partial, target);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(target)) throw fileFailure(error, home);
    }
  }
  const program = (name: string) => join(target, 'bin', name);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

/** The checkout may have been made under a strict umask; the copy is read by another user. */
function openToEveryone(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  const runnable = stats.isDirectory() || (stats.mode & 0o100) !== 0;
  chmodSync(path, runnable ? 0o755 : 0o644);
  if (!stats.isDirectory()) return;
  for (const entry of readdirSync(path)) openToEveryone(join(path, entry));
}
