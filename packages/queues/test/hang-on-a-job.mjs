import { defineQueue, exponential } from '@koi/contracts';
import { createLogger } from '@koi/observability';
import { queueBackend, startWorker } from '@koi/queues';
import { z } from 'zod';

// Takes a job of the queue argv[2], says so, and works on it until it is killed.
const queue = defineQueue(process.argv[2], {
  payload: z.looseObject({}),
  result: z.unknown(),
  jobId: () => '',
  attempts: 1,
  backoff: exponential({ startMs: 1 }),
});

await startWorker(
  queue,
  () => {
    process.stdout.write('took a job\n');
    return new Promise(() => setInterval(() => undefined, 1_000));
  },
  {
    backend: queueBackend({
      databaseUrl: process.env.DATABASE_URL,
      redisUrl: process.env.REDIS_URL,
    }),
    logger: createLogger({ service: 'doomed', level: 'silent' }),
    lockDurationMs: 1_000,
    stalledIntervalMs: 200,
  },
);
