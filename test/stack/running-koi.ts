import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@koi/testing';

const launcher = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

export const SERVICES = ['gateway', 'feedback-api', 'model-proxy', 'analytics-worker'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Tests are quicker than people, and all come from one address. */
const NO_LIMITS = {
  KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '0',
  KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: '0',
  KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: '0',
  KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '0',
};

interface Options {
  /** The text of koi.yaml. */
  readonly config: string;
  readonly redisUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** More flags of `koi up`. */
  readonly args?: readonly string[];
}

/** A koi as `koi up` runs it for a person: launcher, Postgres and services, on free ports, in a directory of its own. */
export class RunningKoi {
  private child: ChildProcess | undefined;
  private output = '';
  private movedDatabase: string | undefined;

  private constructor(
    /** The working directory; a trainer started here finds koi by itself. */
    readonly directory: string,
    private readonly options: Options,
  ) {}

  /** Makes the directory and starts. */
  static async start(options: Options): Promise<RunningKoi> {
    const directory = await mkdtemp(join(tmpdir(), 'koi-up-'));
    // Started as root, Postgres runs as another user, who has to get through here.
    await chmod(directory, 0o755);
    await writeFile(join(directory, 'koi.yaml'), options.config);
    const koi = new RunningKoi(directory, options);
    try {
      await koi.start();
      return koi;
    } catch (error) {
      await koi.remove();
      throw error;
    }
  }

  /** Starts it, again after a `stop`, and waits for the banner. */
  async start(): Promise<void> {
    this.output = '';
    const { redisUrl, env, args = [] } = this.options;
    const child = spawn(
      process.execPath,
      [launcher, 'up', '--chat-port', '0', '--dashboard-port', '0', '--host', '127.0.0.1', ...args],
      {
        cwd: this.directory,
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          TMPDIR: tmpdir(),
          REDIS_URL: redisUrl,
          ...NO_LIMITS,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => (this.output += String(part)));
    // A test run that is cut off must not leave a koi behind.
    const endWithUs = (): boolean => child.kill('SIGTERM');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));

    const isUp = (): boolean => this.output.includes('Ctrl-C');
    await waitFor(() => isUp() || hasEnded(child), {
      what: 'the banner of koi',
      timeoutMs: 60_000,
    });
    if (!isUp()) throw new Error(`koi did not start; it said: ${this.output}`);
    this.movedDatabase = /^ +(\/.+) {2}\(database\)$/m.exec(this.output)?.[1];
  }

  /** What the launcher has said since the last start. */
  get said(): string {
    return this.output;
  }

  get chatUrl(): string {
    return this.inBanner(/Chat +(http:\S+)/).replace('localhost', '127.0.0.1');
  }

  /** The link to the dashboard as printed, token included. */
  get dashboardLink(): string {
    return this.inBanner(/Dashboard +(http:\S+)/);
  }

  get dashboardUrl(): string {
    return new URL(this.dashboardLink).origin;
  }

  get dashboardToken(): string {
    return new URL(this.dashboardLink).searchParams.get('token') ?? '';
  }

  /** Everything a service has logged since the directory was made. */
  log(service: ServiceName): Promise<string> {
    return readFile(join(this.directory, '.koi/logs', `${service}.log`), 'utf8');
  }

  /** The lines of a service's log that are JSON, which all but crashes are. */
  async logLines(service: ServiceName): Promise<Record<string, unknown>[]> {
    const lines = (await this.log(service)).split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Its database, for a test that fills it by hand. */
  async databaseUrl(): Promise<string> {
    const directory = join(this.directory, '.koi/postgres');
    const password = (await readFile(join(directory, 'password'), 'utf8')).trim();
    const [, , , port] = (await readFile(join(directory, 'data/postmaster.pid'), 'utf8')).split(
      '\n',
    );
    return `postgres://koi:${encodeURIComponent(password)}@127.0.0.1:${port}/koi`;
  }

  /** The process ids of everything that runs: launcher, services, Postgres. */
  async pids(): Promise<number[]> {
    const services = await Promise.all(SERVICES.map((service) => this.pidOf(service)));
    const postmaster = await readFile(join(this.directory, '.koi/postgres/data/postmaster.pid'));
    return [this.child?.pid ?? 0, ...services, Number(postmaster.toString().split('\n')[0])];
  }

  /** The process id a service logged last. */
  async pidOf(service: ServiceName): Promise<number> {
    const pid = (await this.logLines(service)).at(-1)?.['pid'];
    if (typeof pid !== 'number') throw new Error(`${service} has logged no process id.`);
    return pid;
  }

  /** Ends the launcher as Ctrl-C does, and gives its exit code. */
  async stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<number | null> {
    const { child } = this;
    if (!child || hasEnded(child)) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  /** Stops it and removes its files. */
  async remove(): Promise<void> {
    await this.stop();
    for (const place of [this.directory, this.movedDatabase])
      if (place) await rm(place, { recursive: true, force: true });
  }

  private inBanner(pattern: RegExp): string {
    const found = pattern.exec(this.output)?.[1];
    if (!found) throw new Error(`The banner does not say it: ${this.output}`);
    return found;
  }
}

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;
