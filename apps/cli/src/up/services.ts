import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliFailed } from '../cli-failed.js';
import type { LocalFolders } from '../model/local-folders.js';
import type { Secrets } from './data-directory.js';

/** One service as a child process. */
export interface ServiceSpec {
  readonly name: string;
  /** The built program. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its `/readyz` answers. */
  readonly port: number;
}

export interface ServiceSettings {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly chatHost: string;
  readonly chatPort: number;
  readonly dashboardPort: number;
  readonly modelProxyPort: number;
  readonly analyticsWorkerPort: number;
  readonly storageDir: string;
  readonly local: LocalFolders;
  readonly secrets: Secrets;
}

const apps = fileURLToPath(new URL('../../..', import.meta.url));

/** Variables every service may see. Keys of models and the like go to model-proxy alone. */
const SHARED_VARIABLE =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|SystemRoot|NODE_\w+|LOG_LEVEL|DATABASE_POOL_SIZE|SHUTDOWN_GRACE_MS|OTEL_\w+|KOI_(?!SECRET_KEY)\w+)$/;

/** Models that run beside koi. */
const THIS_MACHINE = '127.0.0.0/8,::1/128,localhost';

/** The four services, in the order in which they stop: the public edge first. */
export function serviceSpecs(
  settings: ServiceSettings,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServiceSpec[] {
  const shared = {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => SHARED_VARIABLE.test(name))),
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redisUrl,
    HOST: '127.0.0.1',
  };
  const { cookieSecret, dashboardToken, secretKey } = settings.secrets;
  const service = (name: string, port: number, own: ServiceSpec['env']): ServiceSpec => ({
    name,
    port,
    entry: built(join(apps, name, 'dist/main.js')),
    env: { ...shared, PORT: String(port), ...own },
  });
  return [
    service('gateway', settings.chatPort, {
      HOST: settings.chatHost,
      KOI_COOKIE_SECRET: cookieSecret,
      KOI_STATIC_DIR: pages('chat'),
    }),
    service('feedback-api', settings.dashboardPort, {
      KOI_COOKIE_SECRET: cookieSecret,
      KOI_DASHBOARD_TOKEN: dashboardToken,
      KOI_SECRET_KEY: secretKey,
      KOI_STORAGE_DIR: settings.storageDir,
      KOI_CHAT_URL: env['KOI_CHAT_URL'] ?? `http://localhost:${settings.chatPort}`,
      KOI_STATIC_DIR: pages('dashboard'),
    }),
    service('model-proxy', settings.modelProxyPort, {
      // On one's own machine models run on it, too: Ollama, llama.cpp, a Python script.
      KOI_EGRESS_ALLOW: THIS_MACHINE,
      ...env,
      ...shared,
      PORT: String(settings.modelProxyPort),
      KOI_MODELS_DIR: settings.local.models,
      KOI_LLAMA_CPP_DIR: settings.local.llamaCpp,
      KOI_SECRET_KEY: secretKey,
    }),
    service('analytics-worker', settings.analyticsWorkerPort, {
      KOI_STORAGE_DIR: settings.storageDir,
    }),
  ];
}

function pages(name: 'chat' | 'dashboard'): string {
  const folder = join(apps, name, 'dist');
  built(join(folder, 'index.html'));
  return folder;
}

function built(file: string): string {
  if (existsSync(file)) return file;
  throw new CliFailed(`${file} is missing: koi is not built. Use "npm start", which builds it.`);
}
