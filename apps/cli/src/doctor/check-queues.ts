import { randomUUID } from 'node:crypto';
import * as contracts from '@koi/contracts';
import { createLogger } from '@koi/observability';
import { createRelay, Producer, type QueueBackend } from '@koi/queues';
import { fail, failed, ok, warn, type Finding } from './finding.js';

const ROUND_TRIP_MS = 5_000;

const QUEUES = [
  contracts.generationQueue,
  contracts.feedbackQueue,
  contracts.analyticsQueue,
  contracts.datasetsQueue,
  contracts.trainingQueue,
  contracts.maintenanceQueue,
  contracts.probesQueue,
];

/** Whether the store of the queues answers, keeps what it is given, holds dead letters, and relays messages. */
export async function checkQueues(backend: QueueBackend): Promise<Finding[]> {
  const store = backend.kind === 'redis' ? 'Redis' : 'Postgres';
  try {
    await backend.ping();
    const letters = await deadLetters(backend);
    return [
      ok('queues', `${store} answers`),
      ...(await backend.durabilityRisks()).map(({ risk, remedy }) => warn('queues', risk, remedy)),
      letters.length === 0
        ? ok('dead letters', 'none')
        : warn('dead letters', letters.join(', '), 'Look at why they failed, in the logs.'),
      await relayRoundTrip(backend),
    ];
  } catch (error) {
    return [failed('queues', error, `Check that ${store} runs, and run "koi setup" once.`)];
  }
}

async function deadLetters(backend: QueueBackend): Promise<string[]> {
  const found: string[] = [];
  for (const queue of QUEUES) {
    const producer = new Producer(queue, backend);
    try {
      const { failed: count } = await producer.counts();
      if (count > 0) found.push(`${queue.name}: ${count}`);
    } finally {
      await producer.close();
    }
  }
  return found;
}

async function relayRoundTrip(backend: QueueBackend): Promise<Finding> {
  const logger = createLogger({ service: 'koi-cli', level: 'silent' });
  const relay = createRelay(backend, logger);
  let timer: NodeJS.Timeout | undefined;
  try {
    const topic = `doctor.${randomUUID()}`;
    let sentAt = 0;
    const came = new Promise<number>((resolve) => {
      void relay
        .subscribe(topic, () => resolve(performance.now() - sentAt))
        .then(() => {
          sentAt = performance.now();
          return relay.publish(topic, {});
        })
        .catch(() => resolve(Number.NaN));
      timer = setTimeout(() => resolve(Number.NaN), ROUND_TRIP_MS);
    });
    const ms = await came;
    return Number.isNaN(ms)
      ? fail(
          'relay',
          `a message did not come back within ${ROUND_TRIP_MS / 1_000} s`,
          'Answers will not stream. Check the store of the queues and its connections.',
        )
      : ok('relay', `a message is back after ${ms.toFixed(1)} ms`);
  } finally {
    clearTimeout(timer);
    await relay.close();
  }
}
