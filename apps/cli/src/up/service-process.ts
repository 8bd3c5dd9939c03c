import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CliFailed } from '../cli-failed.js';
import type { ServiceLog } from './service-log.js';
import type { ServiceSpec } from './services.js';

const preload = new URL('../../dist/up/end-with-launcher.js', import.meta.url).href;

/**
 * Streams leave much garbage behind that is old after a tenth of a second. In the 16 MiB that Node gives to young objects much of
 * it is taken for something that lasts, and copied; 64 took a fifth off the work of a model-proxy that writes 500 answers.
 */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

const READY_TIMEOUT_MS = 60_000;
const STEADY_AFTER_MS = 60_000;

/** How long to wait before each restart of a service that crashes again and again. */
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

export interface Timing {
  /** How long a service may take to stop before it is killed. */
  readonly stopTimeoutMs: number;
  readonly backoffMs: readonly number[];
}

/** One service kept running: started, waited for, started again when it crashes, stopped when asked. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private crashes = 0;
  private startedAt = 0;
  private restart: AbortController | undefined;

  constructor(
    readonly spec: ServiceSpec,
    private readonly log: ServiceLog,
    private readonly say: (line: string) => void,
    private readonly timing: Timing = { stopTimeoutMs: 10_000, backoffMs: BACKOFF_MS },
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts the service and waits until its `/readyz` answers 200.
   *
   * @throws CliFailed with what the service said, when it ends before that or takes more than a minute.
   */
  async start(): Promise<void> {
    const logFrom = this.log.position;
    const child = this.launch();
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (!(await isReady(this.spec.port))) {
      if (this.stopping) return this.stop();
      if (hasEnded(child)) throw await this.failure('did not start', logFrom);
      if (Date.now() > deadline) throw await this.failure('does not get ready', logFrom);
      await delay(50);
    }
    child.once('exit', (code, signal) => void this.crashed(signal ?? `exit code ${code}`));
    if (hasEnded(child)) void this.crashed(child.signalCode ?? `exit code ${child.exitCode}`);
  }

  /** Asks the service to stop, and kills it when it takes too long. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.restart?.abort();
    const { child } = this;
    if (!child || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const patience = setTimeout(() => {
      this.say(`${this.spec.name} takes too long to stop; it is killed.`);
      this.kill();
    }, this.timing.stopTimeoutMs);
    await ended;
    clearTimeout(patience);
  }

  /** Ends it at once. */
  kill(): void {
    this.stopping = true;
    this.restart?.abort();
    this.child?.kill('SIGKILL');
  }

  private launch(): ChildProcess {
    const { entry, env } = this.spec;
    this.startedAt = Date.now();
    // In a group of its own: a terminal's Ctrl-C reaches the launcher alone, which stops services in order. The IPC
    // channel tells the service when the launcher is gone.
    const child = spawn(process.execPath, [...NODE_FLAGS, '--import', preload, entry], {
      env,
      cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.stdout?.on('data', (chunk: Buffer) => this.log.write(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.log.write(chunk));
    child.on('error', () => undefined);
    this.child = child;
    return child;
  }

  private async crashed(how: string): Promise<void> {
    if (this.stopping) return;
    if (Date.now() - this.startedAt > STEADY_AFTER_MS) this.crashes = 0;
    const { backoffMs } = this.timing;
    const waitMs = backoffMs[Math.min(this.crashes++, backoffMs.length - 1)] ?? 0;
    this.say(
      `${this.spec.name} ended (${how}); it is started again in ${waitMs / 1_000} s. See ${this.log.path}`,
    );
    this.restart = new AbortController();
    try {
      await delay(waitMs, undefined, { signal: this.restart.signal });
      await this.start();
      if (!this.stopping) this.say(`${this.spec.name} is back.`);
    } catch (error) {
      if (!this.stopping)
        await this.crashed(error instanceof Error ? error.message : String(error));
    }
  }

  private async failure(what: string, logFrom: number): Promise<CliFailed> {
    // Its last words may still be on their way through the pipe.
    await delay(100);
    this.child?.kill('SIGKILL');
    const reason = this.log.readableSince(logFrom);
    return new CliFailed(
      `${this.spec.name} ${what}${reason ? `: ${reason}` : ''}\nIts log: ${this.log.path}`,
    );
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.timeout(3_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
