import { join } from 'node:path';
import { createDataSource } from '@koi/database';
import { queueBackend } from '@koi/queues';
import type { UpFlags, UpSettings } from '../up/up-settings.js';
import { checkConfig, checkEnvironment, checkNode, checkSecrets } from './check-config.js';
import { checkDatabase } from './check-database.js';
import { checkPorts, checkStorage } from './check-machine.js';
import { checkTypedKeys, probeModels, storedModels } from './check-models.js';
import { checkQueues } from './check-queues.js';
import { findKoi, type FoundKoi } from './find-koi.js';
import { failed, warn, type Finding } from './finding.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Looks at everything koi needs, in the order in which one thing needs another. Changes nothing. */
export async function* doctor(flags: UpFlags, env: Env): AsyncGenerator<Finding> {
  yield checkNode();
  const environment = checkEnvironment(flags, env);
  yield* environment.findings;
  const { settings } = environment;
  if (!settings) return;
  const koi = findKoi(settings.dataDir, env);

  const { findings, config } = checkConfig(settings.configFile, env);
  yield* findings;
  if (config) yield* checkSecrets(config, env, koi !== undefined);
  yield await checkStorage(env['KOI_STORAGE_DIR'] ?? join(settings.dataDir, 'storage'));
  yield* await checkPorts(settings);
  if (koi) yield* checkStores(koi);
  else yield notRunning(settings);
}

async function* checkStores(koi: FoundKoi): AsyncGenerator<Finding> {
  const { databaseUrl, redisUrl } = koi;
  const dataSource = createDataSource({
    url: databaseUrl,
    poolSize: 2,
    applicationName: 'koi-cli',
  });
  const backend = queueBackend({ databaseUrl, redisUrl, poolSize: 4 });
  try {
    await dataSource.initialize();
    const database = await checkDatabase(dataSource);
    yield* database;
    const queues = await checkQueues(backend);
    yield* queues;
    // Without their tables and their queue, models can neither be read nor be tried.
    const needed = [...database, ...queues].filter(({ subject }) => subject !== 'durability');
    if (needed.some(({ level }) => level === 'fail')) return;
    const models = await storedModels(dataSource);
    yield* checkTypedKeys(models, koi.secretKeys);
    yield* await probeModels(models, backend);
  } catch (error) {
    yield failed('database', error, 'Check DATABASE_URL, and that Postgres runs.');
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await backend.close();
  }
}

const notRunning = ({ dataDir }: UpSettings): Finding =>
  warn(
    'database',
    `no koi runs on ${dataDir}, so database, queues and models were not looked at`,
    'Start koi and run this again beside it, or set DATABASE_URL.',
  );
