import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Launched {
  readonly launcher: ChildProcess;
  readonly url?: string;
  readonly pid?: number;
  readonly code?: string;
  readonly message?: string;
}

/** Runs a launcher in a process of its own, as another user when `uid` is given and this one is root. */
export async function launch(directory: string, uid?: number): Promise<Launched> {
  const script = fileURLToPath(new URL('./start-embedded.mjs', import.meta.url));
  const launcher = spawn(process.execPath, [script, directory, ...(uid ? [String(uid)] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  return { launcher, ...(JSON.parse(line.toString()) as Omit<Launched, 'launcher'>) };
}

/** Ends a launcher the polite way. */
export async function finish({ launcher }: Launched): Promise<void> {
  if (launcher.exitCode !== null) return;
  const ended = once(launcher, 'exit');
  launcher.stdin?.end();
  await ended;
}
