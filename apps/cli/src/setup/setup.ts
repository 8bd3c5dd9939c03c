import type { SecretKeys } from '@koi/config';
import type { KoiYaml } from '@koi/contracts';
import { createDataSource, migrateDatabase } from '@koi/database';
import { migrateQueues, queueBackend } from '@koi/queues';
import { applyKoiYaml, type AppliedChanges } from './apply-koi-yaml.js';
import { resealSecrets } from './reseal-secrets.js';

export interface SetupOutcome {
  /** Names of the migrations that ran. */
  readonly migrations: readonly string[];
  readonly changes: AppliedChanges;
  /** Models whose typed key was sealed anew by the newest key of `KOI_SECRET_KEY`. */
  readonly resealed: readonly string[];
}

/** Everything that must be true of the stores before services start. Safe to run again and from several places. */
export async function setup(options: {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly config: KoiYaml;
  readonly secretKeys: SecretKeys;
}): Promise<SetupOutcome> {
  const { databaseUrl, redisUrl, config, secretKeys } = options;
  const migrations = await migrateDatabase(databaseUrl);

  const backend = queueBackend({ databaseUrl, redisUrl, poolSize: 2 });
  try {
    await backend.ping();
    await migrateQueues(backend);
  } finally {
    await backend.close();
  }

  const dataSource = createDataSource({ url: databaseUrl, poolSize: 2 });
  await dataSource.initialize();
  try {
    const changes = await applyKoiYaml(dataSource, config);
    return { migrations, changes, resealed: await resealSecrets(dataSource, secretKeys) };
  } finally {
    await dataSource.destroy();
  }
}
