import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { feedbackQueue, type FeedbackCommand } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { Producer, queueBackend } from '@koi/queues';
import { describeWithRedis, startRedis, testDatabase, waitFor } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { bruteForce, storedRollup } from './stack/brute-force.js';
import { oneOf, populate, randomCommand, seeded, shuffled } from './stack/population.js';
import { ServiceProcess } from './stack/service-process.js';

// Real: feedback-api and analytics-worker as built processes, Postgres, the queues. Nothing is fake.
const COMMANDS = 2_000;
const DUPLICATES = 500;
const REDELIVERED = 200;
const KILLS = 3;
const MINUTE_MS = 60_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Stack {
  readonly dataSource: DataSource;
  readonly gateway: Producer<typeof feedbackQueue>;
  readonly analytics: ServiceProcess;
}

async function startStack(redisUrl: string | undefined): Promise<Stack> {
  const database = await testDatabase();
  cleanUps.push(() => database.drop());
  const dataSource = await createDataSource({ url: database.url, poolSize: 4 }).initialize();
  cleanUps.push(() => dataSource.destroy());
  const storage = await mkdtemp(join(tmpdir(), 'koi-analytics-'));
  cleanUps.push(() => rm(storage, { recursive: true, force: true }));

  const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl, KOI_STORAGE_DIR: storage };
  const feedback = new ServiceProcess('feedback-api', {
    ...env,
    KOI_COOKIE_SECRET: 'a-secret-of-more-than-thirty-two-characters',
    KOI_DASHBOARD_TOKEN: 'the-token-of-the-dashboard-in-tests',
  });
  const analytics = new ServiceProcess('analytics-worker', env);
  for (const service of [feedback, analytics]) {
    cleanUps.push(() => service.end('SIGKILL'));
    await service.start();
  }
  const backend = queueBackend({ databaseUrl: database.url, redisUrl });
  cleanUps.push(() => backend.close());
  const gateway = new Producer(feedbackQueue, backend);
  cleanUps.push(() => gateway.close());
  return { dataSource, gateway, analytics };
}

const countOf = async (dataSource: DataSource, table: string): Promise<number> => {
  const [row] = await dataSource.query<{ count: number }[]>(`select count(*) from ${table}`);
  return Number(row?.count);
};

/** Adds commands sixteen at a time, as a busy gateway does. */
async function send(
  gateway: Producer<typeof feedbackQueue>,
  commands: readonly FeedbackCommand[],
): Promise<void> {
  const waiting = [...commands];
  const sender = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await gateway.add(next);
  };
  await Promise.all(Array.from({ length: 16 }, sender));
}

const isIdle = async ({ gateway }: Stack): Promise<boolean> => {
  const { waiting, delayed, active } = await gateway.counts();
  return waiting + delayed + active === 0;
};

/** Kills the worker in the middle of its work, and starts it anew. */
async function crash({ dataSource, analytics }: Stack): Promise<void> {
  await waitFor(async () => (await countOf(dataSource, 'dirty_bucket')) > 0, {
    what: 'something to recompute',
    everyMs: 5,
  });
  await analytics.end('SIGKILL');
  await analytics.start();
}

async function everyNumberIsRight(redisUrl: string | undefined): Promise<void> {
  const random = seeded(20_260_501);
  const stack = await startStack(redisUrl);
  const { dataSource, gateway } = stack;
  const judgeable = await populate(dataSource, random, 50);
  const commands = Array.from({ length: COMMANDS }, () =>
    randomCommand(random, oneOf(random, judgeable)),
  );
  const again = Array.from({ length: DUPLICATES }, () => oneOf(random, commands));
  const arriving = shuffled(random, [...commands, ...again]);

  const part = Math.ceil(arriving.length / (KILLS + 1));
  for (let kill = 0; kill <= KILLS; kill++) {
    const sending = send(gateway, arriving.slice(kill * part, (kill + 1) * part));
    if (kill < KILLS) await Promise.all([sending, crash(stack)]);
    await sending;
  }
  await waitFor(() => isIdle(stack), { what: 'all feedback to be stored', timeoutMs: 90_000 });
  // The queue forgets that it has done these: they reach feedback-api a second time.
  const redelivered = shuffled(random, commands).slice(0, REDELIVERED);
  for (const { idempotencyKey } of redelivered) await gateway.remove(idempotencyKey);
  await send(gateway, redelivered);
  await waitFor(() => isIdle(stack), { what: 'the second deliveries', timeoutMs: 30_000 });
  await waitFor(async () => (await countOf(dataSource, 'dirty_bucket')) === 0, {
    what: 'the rollups to be done',
    timeoutMs: 90_000,
    everyMs: 100,
  });

  const keys = await dataSource.query<{ key: string }[]>(
    `select idempotency_key as key from feedback where value <> 'undo'`,
  );
  expect(keys.map(({ key }) => key).sort()).toEqual(
    commands
      .filter(
        (command) =>
          ('outcome' in command ? command.outcome : 'value' in command && command.value) !== 'undo',
      )
      .map(({ idempotencyKey }) => idempotencyKey)
      .sort(),
  );
  const minutes = await bruteForce(dataSource, MINUTE_MS);
  expect(Object.keys(minutes).length).toBeGreaterThan(100);
  expect(await storedRollup(dataSource, 'stats_minute')).toEqual(minutes);
  expect(await storedRollup(dataSource, 'stats_hour')).toEqual(
    await bruteForce(dataSource, 60 * MINUTE_MS),
  );
  expect(await storedRollup(dataSource, 'stats_day')).toEqual(
    await bruteForce(dataSource, 24 * 60 * MINUTE_MS),
  );
}

const PROMISE =
  'every number equals a brute-force count after 2,000 commands and three kills of the worker';

describe('rollups on the Postgres queue backend', () => {
  test(PROMISE, () => everyNumberIsRight(undefined), 240_000);
});

describeWithRedis('rollups on the Redis queue backend', () => {
  test(
    PROMISE,
    async () => {
      const redis = await startRedis();
      cleanUps.push(() => redis.stop());
      await everyNumberIsRight(redis.url);
    },
    240_000,
  );
});
