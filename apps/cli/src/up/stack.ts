import { setTimeout as delay } from 'node:timers/promises';
import { secretKeys } from '@koi/config';
import { EmbeddedPostgres, freePort } from '@koi/embedded';
import type { KoiYaml } from '@koi/contracts';
import { CliFailed } from '../cli-failed.js';
import { setup } from '../setup/setup.js';
import { modelsRow, type BannerFacts } from './banner.js';
import { DataDirectory } from './data-directory.js';
import { claimPort } from './ports.js';
import type { Progress } from './progress.js';
import { ServiceLog } from './service-log.js';
import { ServiceProcess } from './service-process.js';
import { serviceSpecs } from './services.js';
import type { UpSettings } from './up-settings.js';

const DATABASE = 'koi';
const POSTGRES_RESTARTS_MS = [200, 1_000, 5_000];

/** Everything `koi up` runs on one machine: a database if none is given, and the four services. */
export class Stack {
  private directory: DataDirectory | undefined;
  private postgres: EmbeddedPostgres | undefined;
  private services: ServiceProcess[] = [];
  private logs: ServiceLog[] = [];
  private stopping = false;
  private starting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly settings: UpSettings,
    private readonly config: KoiYaml,
    private readonly progress: Progress,
    /** Called when the stack cannot go on. */
    private readonly onLost: (reason: string) => void,
  ) {}

  /** Starts all of it. After a failure, or to end a start half way, call `stop`. */
  start(): Promise<Omit<BannerFacts, 'seconds'>> {
    const started = this.startAll();
    this.starting = started.catch(() => undefined);
    return started;
  }

  /** Stops all of it: the public edge first, the database last. Never throws. */
  async stop(): Promise<void> {
    this.stopping = true;
    // A start under way ends at its next step; what it has started until then is stopped too.
    await Promise.all([this.stopServices(), this.starting]);
    await this.stopServices();
    await this.postgres?.stop();
    await Promise.all(this.logs.map((log) => log.close()));
    this.directory?.close();
  }

  /** Ends the services at once; a `stop` under way then comes to its end. */
  kill(): void {
    for (const service of this.services) service.kill();
  }

  private async stopServices(): Promise<void> {
    const [edge, ...others] = this.services;
    await edge?.stop();
    await Promise.all(others.map((service) => service.stop()));
  }

  private async startAll(): Promise<Omit<BannerFacts, 'seconds'>> {
    const { settings, progress } = this;
    this.directory = DataDirectory.open(settings.dataDir);
    const secrets = { ...this.directory.secrets(), ...settings.secrets };
    const chatPort = await claimPort({
      port: settings.chatPort,
      host: settings.chatHost,
      purpose: 'the chat',
      variable: 'KOI_CHAT_PORT',
      flag: '--chat-port',
    });
    const dashboardPort = await claimPort({
      port: settings.dashboardPort,
      host: '127.0.0.1',
      purpose: 'the dashboard',
      variable: 'KOI_DASHBOARD_PORT',
      flag: '--dashboard-port',
    });

    const databaseUrl = settings.databaseUrl ?? (await this.startPostgres(this.directory));
    const { redisUrl, chatHost } = settings;
    this.assertGoingOn();
    await progress.step('Tables and koi.yaml', () =>
      setup({
        databaseUrl,
        redisUrl,
        config: this.config,
        secretKeys: secretKeys.parse(secrets.secretKey),
      }),
    );
    this.assertGoingOn();
    const specs = serviceSpecs({
      databaseUrl,
      redisUrl,
      chatHost,
      chatPort,
      dashboardPort,
      modelProxyPort: await freePort(),
      analyticsWorkerPort: await freePort(),
      storageDir: this.directory.storage,
      local: settings.local,
      secrets,
    });
    await this.startServices(specs, this.directory);
    this.directory.publishConnection({ databaseUrl, redisUrl });
    return {
      chatHost,
      chatPort,
      dashboardPort,
      dashboardToken: secrets.dashboardToken,
      dataDir: this.directory.path,
      logs: this.directory.logs,
      models: modelsRow(this.config),
      databaseAt: this.postgres?.isMoved ? this.postgres.dataDirectory : undefined,
    };
  }

  private assertGoingOn(): void {
    if (this.stopping) throw new CliFailed('Stopped before koi was up.');
  }

  private async startPostgres(directory: DataDirectory): Promise<string> {
    const postgres = new EmbeddedPostgres({
      directory: directory.postgres,
      onUnexpectedExit: (message) => void this.revivePostgres(message),
    });
    this.postgres = postgres;
    return this.progress.step('Database', async () => {
      await postgres.start();
      return postgres.createDatabase(DATABASE);
    });
  }

  /** Services wait for their database; it comes back on the same port. */
  private async revivePostgres(message: string): Promise<void> {
    let reason = message;
    for (const waitMs of POSTGRES_RESTARTS_MS) {
      if (this.stopping) return;
      this.progress.say(`${reason}. It is started again.`);
      await delay(waitMs);
      try {
        await this.postgres?.start();
        this.progress.say('Postgres is back.');
        return;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    this.onLost(reason);
  }

  private async startServices(
    specs: ReturnType<typeof serviceSpecs>,
    directory: DataDirectory,
  ): Promise<void> {
    this.services = specs.map((spec) => {
      const log = new ServiceLog(directory.logs, spec.name, this.settings.verbose);
      this.logs.push(log);
      return new ServiceProcess(spec, log, (line) => this.progress.say(line));
    });
    const names = specs.map(({ name }) => name).join(', ');
    await this.progress.step(`Services: ${names}`, () =>
      Promise.all(this.services.map((service) => service.start())),
    );
  }
}
