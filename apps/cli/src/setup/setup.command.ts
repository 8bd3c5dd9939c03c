import { loadEnvironment, loadKoiYaml, secretKeys, serviceEnvironment } from '@koi/config';
import { z } from 'zod';
import { setup } from './setup.js';

const setupEnvironment = serviceEnvironment.pick({ DATABASE_URL: true, REDIS_URL: true }).extend({
  KOI_CONFIG: z.string().default('koi.yaml'),
  KOI_SECRET_KEY: secretKeys,
});

/** `koi setup`: the one-shot step of a deployment, before its services start. */
export async function setupCommand(): Promise<void> {
  const env = loadEnvironment(setupEnvironment);
  const config = loadKoiYaml(env.KOI_CONFIG, process.env);
  const { migrations, changes, resealed } = await setup({
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    config,
    secretKeys: env.KOI_SECRET_KEY,
  });
  console.log(
    `Migrations run: ${migrations.length === 0 ? 'none were due' : migrations.join(', ')}`,
  );
  for (const [kind, names] of Object.entries<readonly string[]>({ ...changes }))
    if (names.length > 0) console.log(`${env.KOI_CONFIG}: ${kind} ${names.join(', ')}`);
  if (resealed.length > 0) console.log(`Keys sealed anew: ${resealed.join(', ')}`);
}
