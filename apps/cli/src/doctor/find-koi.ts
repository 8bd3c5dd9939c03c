import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadEnvironment, secretKeys, serviceEnvironment, type SecretKeys } from '@koi/config';
import { z } from 'zod';

type Env = Readonly<Record<string, string | undefined>>;

/** The koi that is looked at: one the environment names, or the one that runs in this directory. */
export interface FoundKoi {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly secretKeys: SecretKeys;
}

const stores = z.object({
  DATABASE_URL: serviceEnvironment.shape.DATABASE_URL.optional(),
  REDIS_URL: serviceEnvironment.shape.REDIS_URL,
  KOI_SECRET_KEY: secretKeys,
});

/** `undefined` when the environment names no database and no koi runs on the data directory. */
export function findKoi(dataDir: string, env: Env): FoundKoi | undefined {
  const given = loadEnvironment(stores, env);
  const published = readEnv(join(dataDir, 'connection.env'));
  const databaseUrl = given.DATABASE_URL ?? published['DATABASE_URL'];
  if (!databaseUrl) return undefined;
  return {
    databaseUrl,
    redisUrl: given.REDIS_URL ?? (given.DATABASE_URL ? undefined : published['REDIS_URL']),
    secretKeys: given.KOI_SECRET_KEY.canSeal ? given.KOI_SECRET_KEY : keptKeys(dataDir),
  };
}

function readEnv(file: string): Record<string, string | undefined> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** What `koi up` made for itself. */
function keptKeys(dataDir: string): SecretKeys {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) return secretKeys.parse(undefined);
  const kept = z
    .looseObject({ secretKey: z.string().optional() })
    .safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return secretKeys.parse(kept.data?.secretKey);
}
