import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliFailed } from '../cli-failed.js';

/** What is installed: manifest, lockfile with the checksum of every package, settings. */
const project = fileURLToPath(new URL('../../runtimes/llama-cpp', import.meta.url));
const LOCKFILE = 'pnpm-lock.yaml';

/** A file, because llama.cpp for Node starts itself once more with the flags it was started with. */
const CHECK = `import { getLlama } from 'node-llama-cpp';
await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
process.exit();
`;

/** Whether llama.cpp is installed there, in the version this koi wants, for this machine. */
export function isLlamaCppInstalled(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'installed'), 'utf8') === wanted();
  } catch {
    return false;
  }
}

/**
 * Installs llama.cpp for Node: the versions of the lockfile, checked against its checksums, with the one prebuilt program
 * for this machine. No script of any package runs, but its program is started once to see that it can be.
 *
 * @throws CliFailed
 */
export async function installLlamaCpp(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(project, folder, { recursive: true });
  const { packageManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const install = ['install', '--frozen-lockfile', '--ignore-scripts', '--reporter=append-only'];
  const failed = await run('npx', ['--yes', packageManager, ...install], folder);
  if (failed !== undefined)
    throw new CliFailed(
      `llama.cpp could not be installed: ${failed}\nIt needs npm and the network, once.`,
    );
  keepOwnProgram(folder);
  const check = join(folder, 'check.mjs');
  writeFileSync(check, CHECK);
  const broken = await run(process.execPath, [check], folder);
  if (broken !== undefined)
    throw new CliFailed(
      `llama.cpp does not run on this machine (${process.platform} ${process.arch}): ${broken}`,
    );
  writeFileSync(join(folder, 'installed'), wanted());
}

/** Some packages for other processors call themselves fit for this one as well. */
function keepOwnProgram(folder: string): void {
  const platform = { darwin: 'mac', win32: 'win' }[process.platform as string] ?? process.platform;
  const arch = process.arch === 'arm' ? 'armv7l' : process.arch;
  const programs = join(folder, 'node_modules', '@node-llama-cpp');
  if (!existsSync(programs)) return;
  for (const name of readdirSync(programs))
    if (!name.startsWith(`${platform}-${arch}`))
      rmSync(join(programs, name), { recursive: true, force: true });
}

const wanted = (): string =>
  `${process.platform} ${process.arch}\n${readFileSync(join(project, LOCKFILE), 'utf8')}`;

/** @returns the end of what the program said, when it failed. */
function run(program: string, args: readonly string[], cwd: string): Promise<string | undefined> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && program === 'npx',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => (said = (said + String(part)).slice(-2_000)));
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : withoutHosts(said.trim()) || `code ${code}`),
    );
  });
}

/** Where packages come from is the person's own affair and may be confidential. */
const withoutHosts = (text: string): string => text.replace(/https?:\/\/[^\s/'")]+/g, '<registry>');
