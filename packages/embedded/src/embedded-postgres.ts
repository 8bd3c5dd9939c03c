import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.js';
import { CLUSTER_ROLE, ensureCluster } from './cluster.js';
import { diskFull, EmbeddedPostgresFailed, fileFailure } from './embedded-postgres-failed.js';
import { freePort } from './free-port.js';
import { guardAgainstOrphaning } from './orphan-guard.js';
import { placeData, type Placement } from './placement.js';
import { freeDataDirectory, readPostmaster } from './postmaster.js';
import { HeldByProcess, ProcessLock } from './process-lock.js';
import { cleanEnvironment } from './run.js';
import { serverFlags } from './server-flags.js';
import { ServerLog } from './server-log.js';

export interface EmbeddedPostgresOptions {
  /** Holds the data, the password and the log; made when it is missing. */
  readonly directory: string;
  /** TCP port on 127.0.0.1. Left out: a free one at each start. */
  readonly port?: number;
  /** False only for tests: faster, but a crash of the machine may break the data. Default true. */
  readonly durable?: boolean;
  /** Default 200. */
  readonly maxConnections?: number;
  /** Where root puts what the `postgres` user must reach when `directory` or the checkout is closed to it. */
  readonly sharedHome?: string;
  /** How long Postgres outlives a launcher that died without `stop()`. Default 10 s. */
  readonly orphanGraceSeconds?: number;
  /** Called when the server ends although nobody called `stop()`. */
  readonly onUnexpectedExit?: (message: string) => void;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const BUSY_RETRY_MS = 5_000;

/**
 * One real Postgres server on this machine, from the binaries that npm brought.
 *
 * It runs in a session of its own, so a terminal's Ctrl-C does not reach it before the programs that use it. If the
 * launcher dies without `stop()`, a guard ends the server after `orphanGraceSeconds`; a start before that stops the
 * old server first. As root it runs as the OS user `postgres`.
 *
 * @example
 * const postgres = new EmbeddedPostgres({ directory: '.koi/postgres' });
 * await postgres.start();
 * const url = await postgres.createDatabase('koi');
 * await postgres.stop();
 */
export class EmbeddedPostgres {
  readonly log: ServerLog;
  private readonly directory: string;
  private server: ChildProcess | undefined;
  private lock: ProcessLock | undefined;
  private callOffGuard: () => void = () => undefined;
  private placement: Placement | undefined;
  private password = '';
  private port = 0;
  private stopping = false;

  constructor(private readonly options: EmbeddedPostgresOptions) {
    this.directory = resolve(options.directory);
    this.log = new ServerLog(join(this.directory, 'postgres.log'));
  }

  /** Where the data lies. Differs from `<directory>/data` when root had to move it (see `sharedHome`). */
  get dataDirectory(): string {
    return this.placement?.data ?? join(this.directory, 'data');
  }

  /** True when root had to put the data elsewhere because the Postgres user cannot reach `directory`. */
  get isMoved(): boolean {
    return this.dataDirectory !== join(this.directory, 'data');
  }

  /** The process id of the running server. */
  get pid(): number | undefined {
    return this.server?.pid;
  }

  /**
   * Starts the server, and makes the cluster on the first start. Resolves when it takes connections.
   *
   * @throws EmbeddedPostgresFailed with one line that says what to do.
   */
  async start(): Promise<void> {
    if (this.server)
      throw new EmbeddedPostgresFailed('in_use', 'This Postgres is already started.');
    const sharedHome = this.options.sharedHome ?? '/var/lib/koi';
    this.placement = placeData(this.directory, sharedHome);
    this.lock = this.takeLock();
    try {
      const binaries = await findBinaries(this.placement.runAs, sharedHome);
      this.password = await ensureCluster(this.directory, this.placement, binaries);
      await freeDataDirectory(this.placement.data, binaries, this.placement.runAs);
      await this.launch(binaries, this.placement);
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  /** A fast shutdown: open connections are closed, everything committed is on disk. Harmless when not running. */
  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.stopping = true;
    this.callOffGuard();
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    if (isRunning(server)) {
      // Postgres' names: SIGINT is a fast shutdown, SIGQUIT an immediate one (recovery at the next start).
      server.kill('SIGINT');
      const patience = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(patience);
    }
    this.server = undefined;
    this.lock?.release();
  }

  /** The URL of a database on this server. */
  url(database = 'postgres'): string {
    const password = encodeURIComponent(this.password);
    return `postgres://${CLUSTER_ROLE}:${password}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  /** Makes a database unless it is there, as a copy of `template` if named, and returns its URL. */
  async createDatabase(name: string, template?: string): Promise<string> {
    const source = template ? ` template ${pg.escapeIdentifier(template)}` : '';
    await this.query(`create database ${pg.escapeIdentifier(name)}${source}`).catch((error) => {
      const duplicate = '42P04';
      if ((error as pg.DatabaseError).code !== duplicate) throw error;
    });
    return this.url(name);
  }

  /** Removes a database and ends every connection to it. */
  async dropDatabase(name: string): Promise<void> {
    await this.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  }

  private async query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url() });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  private takeLock(): ProcessLock {
    const file = join(this.directory, 'launcher.lock');
    try {
      return ProcessLock.take(file);
    } catch (error) {
      if (!(error instanceof HeldByProcess)) throw fileFailure(error, this.directory);
      throw new EmbeddedPostgresFailed(
        'in_use',
        `The database in ${this.directory} is in use by process ${error.pid}. Stop that koi first, or choose another data directory with KOI_DATA_DIR.`,
        { cause: error },
      );
    }
  }

  private async launch(binaries: Binaries, placement: Placement): Promise<void> {
    this.stopping = false;
    const giveUpAt = Date.now() + BUSY_RETRY_MS;
    for (;;) {
      // A server that is started again keeps its port, so that its clients find it.
      this.port = this.options.port ?? (this.port || (await freePort()));
      const failure = await this.tryLaunch(binaries, placement);
      if (!failure) return;
      // Backends of a killed server need a moment to notice; a free port may have been taken just now.
      const maySucceed =
        failure.code === 'in_use' ||
        (failure.code === 'port_in_use' && this.options.port === undefined);
      if (!maySucceed || Date.now() > giveUpAt) throw failure;
      if (failure.code === 'port_in_use') this.port = 0;
      await delay(250);
    }
  }

  private async tryLaunch(
    binaries: Binaries,
    { data, runAs }: Placement,
  ): Promise<EmbeddedPostgresFailed | undefined> {
    const log = this.openLog();
    const { durable = true, maxConnections = 200, orphanGraceSeconds = 10 } = this.options;
    const flags = serverFlags(data, { port: this.port, maxConnections, durable });
    const server = spawn(binaries.postgres, flags, {
      ...runAs,
      cwd: data,
      env: cleanEnvironment(),
      stdio: ['ignore', log, log],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    closeSync(log);
    let spawnError: Error | undefined;
    server.on('error', (error) => (spawnError = error));

    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (!spawnError && isRunning(server)) {
      const { pid, ready } = readPostmaster(data) ?? {};
      if (ready && pid === server.pid) {
        this.adopt(server);
        this.callOffGuard = guardAgainstOrphaning(data, server.pid ?? 0, orphanGraceSeconds);
        return undefined;
      }
      if (Date.now() > deadline) server.kill('SIGQUIT');
      await delay(20);
    }
    return spawnError ? fileFailure(spawnError, binaries.postgres) : this.explain(data);
  }

  private openLog(): number {
    try {
      return this.log.open();
    } catch (error) {
      throw fileFailure(error, this.log.path);
    }
  }

  private adopt(server: ChildProcess): void {
    this.server = server;
    // Whoever forgets stop() still exits; the guard then ends the server.
    server.unref();
    server.once('exit', (code, signal) => {
      if (this.stopping) return;
      this.callOffGuard();
      this.server = undefined;
      this.lock?.release();
      this.options.onUnexpectedExit?.(
        `Postgres ended unexpectedly (${signal ?? `exit code ${code}`}); see ${this.log.path}`,
      );
    });
  }

  private explain(data: string): EmbeddedPostgresFailed {
    const log = this.log.sinceOpen();
    if (/No space left|Disk quota/i.test(log)) return diskFull(data);
    if (/lock file .* already exists|pre-existing shared memory block/.test(log))
      return new EmbeddedPostgresFailed(
        'in_use',
        `Another Postgres still uses ${data}. Stop it first.`,
      );
    if (/Address already in use|could not create any TCP\/IP sockets/.test(log))
      return new EmbeddedPostgresFailed(
        'port_in_use',
        `Port ${this.port} on 127.0.0.1 is taken, so the database cannot start. Free it or choose another.`,
      );
    const reason = /(?:FATAL|PANIC|ERROR): +(.*)/.exec(log)?.[1] ?? 'it gave no reason';
    return new EmbeddedPostgresFailed(
      'start_failed',
      `Postgres did not start: ${reason}; see ${this.log.path}`,
    );
  }
}

function isRunning(server: ChildProcess): boolean {
  return server.exitCode === null && server.signalCode === null;
}
