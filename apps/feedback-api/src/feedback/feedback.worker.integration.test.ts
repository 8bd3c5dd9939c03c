import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { analyticsQueue, feedbackQueue } from '@koi/contracts';
import { newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import {
  createRelay,
  Producer,
  queueBackend,
  Requester,
  type QueueBackend,
  type Relay,
} from '@koi/queues';
import { voteOn } from '../../test/given.js';
import { RunningService } from '../../test/running-service.js';

// Real: the service, Postgres, the queue and the relay in it. The test is the gateway.
let service: RunningService;
let backend: QueueBackend;
let relay: Relay;
let gateway: Requester<typeof feedbackQueue>;

beforeAll(async () => {
  service = await RunningService.start();
  backend = queueBackend({ databaseUrl: service.config.DATABASE_URL });
  relay = createRelay(backend, {
    name: 'gateway',
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  gateway = new Requester(feedbackQueue, backend, relay);
});

afterAll(async () => {
  await gateway.close();
  await relay.close();
  await backend.close();
  await service.close();
});

const ask = (command: Parameters<typeof gateway.request>[0]) =>
  gateway.request(command, { timeoutMs: 10_000 });

test('a command is answered once it is in Postgres, a refusal as a value', async () => {
  const answer = await service.given.votable();
  const command = voteOn(answer, 'up');

  expect(await ask(command)).toMatchObject({
    status: 'answered',
    result: { status: 'stored', revision: 1 },
  });
  expect(await ask(voteOn({ ...answer, candidateId: newId() }, 'up'))).toMatchObject({
    status: 'answered',
    result: { status: 'refused', code: 'candidate_not_found' },
  });
  const rows = await service.dataSource.query<unknown[]>(
    `select from feedback where idempotency_key = $1`,
    [command.idempotencyKey],
  );
  expect(rows).toHaveLength(1);
});

test('many commands at once, each sent twice, are each stored once and answered', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => service.given.votable()));
  const commands = answers.map((answer) => voteOn(answer, 'down'));

  const replies = await Promise.all([...commands, ...commands].map(ask));

  expect(replies.filter(({ status }) => status !== 'answered')).toEqual([]);
  const [row] = await service.dataSource.query<{ count: number }[]>(
    `select count(*) from current_vote where candidate_id = any($1) and value = 'down'`,
    [answers.map(({ candidateId }) => candidateId)],
  );
  expect(row?.count).toBe(60);
  const nudges = new Producer(analyticsQueue, backend);
  const { waiting, delayed } = await nudges.counts();
  await nudges.close();
  expect(waiting + delayed).toBeGreaterThan(0);
});
