import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(
  new URL('../../examples/training-consumer/dist/main.js', import.meta.url),
);

/** Runs the example trainer as a process of its own beside a koi, for one job; gives what it printed. */
export async function trainOnce(directory: string): Promise<string> {
  const child = spawn(process.execPath, [entry, '--once'], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => (output += String(part)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', endWithUs);
  if (code !== 0) throw new Error(`The trainer ended with ${String(code)}: ${output}`);
  return output;
}
