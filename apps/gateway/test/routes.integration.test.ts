import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import {
  gatewayRoutes,
  openAiRoutes,
  problem,
  type AnyRoute,
  type ConversationView,
} from '@koi/contracts';
import { newId, TurnEntity } from '@koi/database';
import { ROUTE } from '@koi/service';
import { PARTICIPANT_COOKIE } from '../src/participants/participant-cookie.js';
import { RunningGateway, type Guest } from './running-gateway.js';

const routes = Object.entries(gatewayRoutes as Readonly<Record<string, AnyRoute>>);
const closed = routes.filter(([, route]) => !route.open);

let gateway: RunningGateway;
let owner: Guest;
let stranger: Guest;
let slug: string;
let token: string;
let conversation: ConversationView;

beforeAll(async () => {
  gateway = await RunningGateway.start();
  owner = await gateway.guest();
  stranger = await gateway.guest();
  slug = await gateway.chatbot('vote');
  ({ token } = await gateway.invite([slug]));
  const response = await gateway.ask('POST', '/api/conversations', {
    as: owner,
    body: { chatbot: slug, text: 'Hello' },
    headers: { 'idempotency-key': newId() },
  });
  conversation = (await response.json()) as ConversationView;
  await gateway.endTurn(conversation.turns[0]?.id ?? '');
});

afterAll(() => gateway.close());

const pathOf = ({ path }: AnyRoute): string =>
  path
    .replace(':slug', slug)
    .replace(':conversationId', conversation.id)
    .replace(':turnId', conversation.turns[0]?.id ?? '')
    .replace(':candidateId', conversation.turns[0]?.candidates[0]?.id ?? '');

/** A body that the route takes, so that what refuses is not the body. */
const BODIES: Record<string, () => object> = {
  enter: () => ({}),
  startConversation: () => ({ chatbot: slug, text: 'Hi' }),
  renameConversation: () => ({ title: 'Renamed' }),
  sendMessage: () => ({ text: 'And then?' }),
  choosePath: () => ({ candidateId: conversation.turns[0]?.candidates[0]?.id }),
  giveVote: () => ({ value: 'up' }),
  giveRanking: () => ({ outcome: 'tie' }),
  giveCorrection: () => ({ text: 'Better' }),
  giveComment: () => ({ text: null }),
  lookAtInvite: () => ({ token }),
  redeemInvite: () => ({ token }),
};

function ask(name: string, route: AnyRoute, as?: Guest): Promise<Response> {
  const body = BODIES[name]?.();
  return gateway.ask(route.method, pathOf(route), {
    ...(as ? { as } : {}),
    ...(body ? { body } : {}),
    headers: { 'idempotency-key': newId() },
  });
}

/** So that a message can be sent, and a stream ends. */
async function endPendingTurns(): Promise<void> {
  const pending = await gateway.dataSource.manager.findBy(TurnEntity, {
    conversationId: conversation.id,
    state: 'pending',
  });
  for (const { id } of pending) await gateway.endTurn(id);
}

test('every route of the contract has a controller, and no controller has another one', () => {
  const scanner = new MetadataScanner();
  const bound = gateway.app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      const prototype = (metatype?.prototype ?? {}) as Record<string, object>;
      return scanner
        .getAllMethodNames(prototype)
        .map((name) => Reflect.getMetadata(ROUTE, prototype[name] ?? {}) as AnyRoute | undefined)
        .filter((route) => route !== undefined);
    });

  expect(new Set(bound)).toEqual(
    new Set<AnyRoute>([...Object.values(gatewayRoutes), ...Object.values(openAiRoutes)]),
  );
  expect(bound).toHaveLength(routes.length + Object.keys(openAiRoutes).length);
});

test('OpenAPI names every route', async () => {
  const document = (await (await gateway.ask('GET', '/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };

  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    [...routes.map(([name]) => name), ...Object.keys(openAiRoutes)].sort(),
  );
});

describe('who is let in', () => {
  const forged = [
    `${PARTICIPANT_COOKIE}=${newId()}`,
    `${PARTICIPANT_COOKIE}=${newId()}.c2lnbmF0dXJl`,
    `${PARTICIPANT_COOKIE}=`,
  ];

  test.each(closed)('%s without a cookie is refused', async (name, route) => {
    const response = await ask(name, route);

    expect(response.status).toBe(401);
    expect(problem.parse(await response.json()).code).toBe('unauthenticated');
  });

  test.each(closed)('%s with a forged cookie is refused', async (name, route) => {
    for (const cookie of forged)
      expect((await ask(name, route, { id: '', cookie })).status).toBe(401);
  });

  test.each(closed.filter(([, { params }]) => params && true))(
    '%s of somebody else is not there',
    async (name, route) => {
      // Feedback is checked by feedback-api, which does not run here: queued, and refused there.
      const expected = name.startsWith('give') ? 202 : 404;

      expect((await ask(name, route, stranger)).status).toBe(expected);
    },
  );

  test.each(routes.filter(([name]) => name !== 'deleteConversation' && name !== 'eraseMe'))(
    '%s answers its participant',
    async (name, route) => {
      await endPendingTurns();
      const response = await ask(name, route, owner);
      if (name === 'streamTurn') await response.text();
      // It ends with the reader.
      if (name === 'streamConversation') await response.body?.cancel();

      expect(response.ok).toBe(true);
    },
  );

  test.each(closed.filter(([, { params }]) => params && true))(
    '%s is closed to whom its chatbot is closed to',
    async (name, route) => {
      await gateway.dataSource.query(`update invite set revoked_at = now()`);
      await gateway.dataSource.query(`update chatbot set access = 'invite' where slug = $1`, [
        slug,
      ]);
      const response = await ask(name, route, owner);
      await gateway.dataSource.query(`update chatbot set access = 'public' where slug = $1`, [
        slug,
      ]);

      expect(response.status).toBe(403);
      expect(problem.parse(await response.json()).code).toBe('invite_required');
    },
  );

  test('a cookie of a participant that is gone lets nobody in', async () => {
    const guest = await gateway.guest();
    await gateway.dataSource.query(`delete from participant where id = $1`, [guest.id]);

    expect((await gateway.ask('GET', '/api/conversations', { as: guest })).status).toBe(401);
    const me = await gateway.ask('GET', '/api/participants/me', { as: guest });
    expect(await me.json()).toEqual({ participant: null });
  });

  test('entering again keeps who one is', async () => {
    const response = await gateway.ask('POST', '/api/participants', { as: owner, body: {} });

    expect(await response.json()).toMatchObject({ id: owner.id });
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/);
  });
});

describe('odd paths open nothing', () => {
  test.each([
    ['GET', '//api/conversations'],
    ['GET', '/api//conversations'],
    ['GET', '/api/conversations/'],
    ['GET', '/api/conversations;x=1'],
    ['GET', '/%61pi/conversations'],
    ['GET', '/api%2Fconversations'],
    ['GET', '/API/conversations'],
    ['GET', '/./api/conversations'],
    ['GET', '/healthz/../api/conversations'],
    ['GET', '/api/chatbots/../conversations'],
    ['GET', '/api/chatbots/%2e%2e/conversations'],
    ['HEAD', '/api/conversations'],
    ['HEAD', '/api/participants/me/data'],
    ['OPTIONS', '/api/conversations'],
    ['TRACE', '/api/conversations'],
  ])('%s %s', async (method, path) => {
    expect([400, 401, 404]).toContain(await gateway.rawStatus(method, path));
  });

  test.each(['/api/overview', '/api/session', '/api/feedback', '/api/dataset-versions'])(
    'the dashboard’s %s is not here',
    async (path) => {
      expect((await gateway.ask('GET', path, { as: owner })).status).toBe(404);
    },
  );
});

describe('changes come from the own page only', () => {
  const post = (site: string) =>
    gateway.ask('POST', '/api/participants', { body: {}, headers: { 'sec-fetch-site': site } });

  test('a POST from another site is refused, also where no cookie is needed', async () => {
    const response = await post('cross-site');

    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test.each(['same-origin', 'none'])('one marked %s is taken', async (site) => {
    expect((await post(site)).status).toBe(200);
  });
});
