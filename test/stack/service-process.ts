import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort, waitFor } from '@koi/testing';

const entryOf = (app: string): string =>
  fileURLToPath(new URL(`../../apps/${app}/dist/main.js`, import.meta.url));

/** A built service as a process of its own, as it runs for people; it can be killed and started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private log = '';

  constructor(
    readonly app: string,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  /** Starts it on a free port and waits until it is ready; returns its address. */
  async start(): Promise<string> {
    const port = await freePort();
    const child = spawn(process.execPath, [entryOf(this.app)], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...this.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => (this.log += String(part)));
    // A test run that is cut off must not leave services behind.
    const endWithUs = (): boolean => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));

    const url = `http://127.0.0.1:${port}`;
    try {
      await waitFor(
        async () => {
          if (child.exitCode !== null) return true;
          return (await fetch(`${url}/readyz`)).ok;
        },
        { what: `${this.app} to be ready`, timeoutMs: 30_000 },
      );
    } catch (error) {
      throw new Error(`${this.app} is not ready; it said: ${this.log}`, { cause: error });
    }
    if (child.exitCode !== null) throw new Error(`${this.app} ended at once: ${this.log}`);
    return url;
  }

  /** Ends it as a crash would, or as an operator does, and waits until it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** What it has logged so far, at warn and above. */
  get output(): string {
    return this.log;
  }
}
