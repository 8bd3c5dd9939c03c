import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { problem, type ConversationView, type Problem, type ProblemCode } from '@koi/contracts';
import { newId } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { RunningGateway, type Guest } from './running-gateway.js';

let database: TestDatabase | undefined;
const running: RunningGateway[] = [];

/** Gateways on one database, as replicas are. */
async function gateways(
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<RunningGateway[]> {
  database ??= await testDatabase();
  for (let index = 0; index < count; index++)
    running.push(await RunningGateway.start(database, env));
  return running.slice(-count);
}

afterEach(async () => {
  await running.at(0)?.dataSource.query(`delete from rate_limit`);
  for (const gateway of running.splice(0)) await gateway.app.close();
});

afterAll(() => database?.drop());

async function one(env: Readonly<Record<string, string>>): Promise<RunningGateway> {
  const [gateway] = await gateways(1, env);
  if (!gateway) throw new Error('No gateway runs.');
  return gateway;
}

async function refusal(
  response: Response,
  code: ProblemCode = 'too_many_requests',
): Promise<Problem> {
  expect(response.status).toBe(429);
  const told = problem.parse(await response.json());
  expect(told.code).toBe(code);
  expect(response.headers.get('retry-after')).toBe(String(told.retryAfterSeconds));
  return told;
}

const statuses = async (sent: Promise<Response>[]): Promise<number[]> =>
  (await Promise.all(sent)).map(({ status }) => status).sort();

describe('messages a minute', () => {
  test('of one participant, whichever gateway they go to', async () => {
    const [here, there] = await gateways(2, { KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '3' });
    if (!here || !there) throw new Error('Two gateways run.');
    const slug = await here.chatbot('vote');
    const [guest, other] = [await here.guest(), await here.guest()];

    expect(
      await statuses([0, 1, 2, 3, 4].map((index) => (index % 2 ? here : there).start(guest, slug))),
    ).toEqual([201, 201, 201, 429, 429]);
    const told = await refusal(await there.start(guest, slug));
    expect(told.retryAfterSeconds).toBeGreaterThan(0);
    expect(told.retryAfterSeconds).toBeLessThanOrEqual(60);
    expect((await here.start(other, slug)).status).toBe(201);
  });

  test('of one address, whoever sends them', async () => {
    const gateway = await one({ KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: '2' });
    const slug = await gateway.chatbot('vote');
    const guests = await Promise.all([1, 2, 3].map(() => gateway.guest()));

    expect(await statuses(guests.map((guest) => gateway.start(guest, slug)))).toEqual([
      201, 201, 429,
    ]);
  });

  test('a message that is sent again with its key takes no second place', async () => {
    const gateway = await one({ KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '1' });
    const slug = await gateway.chatbot('vote');
    const guest = await gateway.guest();
    const headers = { 'idempotency-key': newId() };
    const send = () =>
      gateway.ask('POST', '/api/conversations', {
        as: guest,
        body: { chatbot: slug, text: 'Hi' },
        headers,
      });

    expect([(await send()).status, (await send()).status]).toEqual([201, 201]);
    await refusal(await gateway.start(guest, slug));
  });

  test('nothing is stored of what is refused', async () => {
    const gateway = await one({ KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '1' });
    const slug = await gateway.chatbot('vote');
    const guest = await gateway.guest();
    await gateway.start(guest, slug);

    await gateway.start(guest, slug, 'never stored');

    expect(
      await gateway.dataSource.query(`select 1 from turn where text = 'never stored'`),
    ).toEqual([]);
  });
});

test('new people of one address are limited, those who are known are not', async () => {
  const gateway = await one({ KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '2' });
  const guest = await gateway.guest();
  await gateway.guest();

  const { retryAfterSeconds } = await refusal(
    await gateway.ask('POST', '/api/participants', { body: {} }),
  );
  expect(retryAfterSeconds).toBeGreaterThan(60);
  expect((await gateway.ask('POST', '/api/participants', { as: guest, body: {} })).status).toBe(
    200,
  );
});

test('an address is told by a proxy that is trusted, and by nobody else', async () => {
  const gateway = await one({
    KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '1',
    KOI_TRUSTED_PROXIES: '127.0.0.0/8',
  });
  const from = (address: string, at: RunningGateway = gateway) =>
    at.ask('POST', '/api/participants', { body: {}, headers: { 'x-forwarded-for': address } });

  expect([(await from('203.0.113.1')).status, (await from('203.0.113.2')).status]).toEqual([
    200, 200,
  ]);
  await refusal(await from('203.0.113.1'));

  const [untrusting] = await gateways(1, { KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '1' });
  expect((await from('203.0.113.3', untrusting)).status).toBe(200);
  await refusal(await from('203.0.113.4', untrusting));
});

test('no address is stored in the clear', async () => {
  const gateway = await one({ KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '5' });
  await gateway.guest();

  const rows = await gateway.dataSource.query<{ key: string }[]>(`select key from rate_limit`);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.key).not.toMatch(/127\.0\.0\.1|::1/);
});

describe('budgets of a day', () => {
  const endOfBudget = (response: Response): Promise<Problem> =>
    refusal(response, 'day_limit_reached');

  /** Somebody whose answers today have cost so many tokens. */
  async function spender(gateway: RunningGateway, slug: string, tokens: number, as?: Guest) {
    const guest = as ?? (await gateway.guest());
    const { turns } = (await (await gateway.start(guest, slug)).json()) as ConversationView;
    await gateway.endTurn(turns[0]?.id ?? '');
    await gateway.dataSource.query(
      `update candidate set prompt_tokens = $2, completion_tokens = 1 where turn_id = $1`,
      [turns[0]?.id, tokens - 1],
    );
    return guest;
  }

  test('messages of one participant: the wait is until midnight in UTC', async () => {
    const gateway = await one({ KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: '1' });
    const slug = await gateway.chatbot('vote');
    const guest = await gateway.guest();
    await gateway.start(guest, slug);

    const { retryAfterSeconds = 0 } = await endOfBudget(await gateway.start(guest, slug));
    const midnight = new Date(Date.now() + retryAfterSeconds * 1_000);
    expect(
      Math.abs(midnight.getTime() - Math.round(midnight.getTime() / 86_400_000) * 86_400_000),
    ).toBeLessThan(5_000);
  });

  test('tokens of one participant', async () => {
    const gateway = await one({ KOI_LIMIT_PARTICIPANT_TOKENS_PER_DAY: '100' });
    const slug = await gateway.chatbot('vote');
    const [frugal, lavish] = [await spender(gateway, slug, 99), await spender(gateway, slug, 100)];

    expect((await gateway.start(frugal, slug)).status).toBe(201);
    await endOfBudget(await gateway.start(lavish, slug));
  });

  test('tokens of all together', async () => {
    const gateway = await one({ KOI_LIMIT_TOKENS_PER_DAY: '1000000' });
    const slug = await gateway.chatbot('vote');
    await spender(gateway, slug, 1_000_000);

    await endOfBudget(await gateway.start(await gateway.guest(), slug));
    await gateway.dataSource.query(`update candidate set prompt_tokens = 0`);
  });

  test('messages and tokens of all who came by an invite, and of nobody else', async () => {
    const gateway = await one({});
    const slug = await gateway.chatbot('vote');
    const [few, small] = [
      await gateway.invite([slug], { messagesPerDay: 2 }),
      await gateway.invite([slug], { tokensPerDay: 50 }),
    ];
    const come = async (token: string): Promise<Guest> => {
      const response = await gateway.ask('POST', '/api/invites/redeem', { body: { token } });
      const { participant } = (await response.json()) as { participant: { id: string } };
      const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      return { id: participant.id, cookie };
    };
    const [a, b] = [await come(few.token), await come(few.token)];

    expect([(await gateway.start(a, slug)).status, (await gateway.start(b, slug)).status]).toEqual([
      201, 201,
    ]);
    await endOfBudget(await gateway.start(a, slug));
    await endOfBudget(await gateway.start(b, slug));

    const [c, d] = [await come(small.token), await come(small.token)];
    await spender(gateway, slug, 50, c);
    await endOfBudget(await gateway.start(c, slug));
    await endOfBudget(await gateway.start(d, slug));
    expect((await gateway.start(await gateway.guest(), slug)).status).toBe(201);
  });
});
