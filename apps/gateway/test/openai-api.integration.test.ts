import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  candidateTopic,
  chatCompletion,
  completionId,
  openAiError,
  openAiRoutes,
  type AnyRoute,
  type ChatCompletion,
} from '@koi/contracts';
import {
  ApiKeyEntity,
  CandidateEntity,
  ChatbotEntity,
  insertApiKey,
  newId,
  ParticipantEntity,
  TurnEntity,
} from '@koi/database';
import { waitFor } from '@koi/testing';
import { RunningGateway } from './running-gateway.js';

// Real: the gateway over HTTP, Postgres, the queues. Not there: model-proxy and feedback-api; the test ends the turns.
let gateway: RunningGateway;
let slug: string;
let other: string;
let key: { id: string; key: string };

const routes = Object.entries(openAiRoutes as Readonly<Record<string, AnyRoute>>);

async function keyFor(
  slugs: readonly string[],
  change: Partial<ApiKeyEntity> = {},
): Promise<{ id: string; key: string }> {
  const { manager } = gateway.dataSource;
  const chatbotIds = await Promise.all(
    slugs.map(async (name) => (await manager.findOneByOrFail(ChatbotEntity, { slug: name })).id),
  );
  const made = await insertApiKey(manager, {
    name: 'A key',
    chatbotIds,
    consent: change.consent ?? false,
    expiresAt: change.expiresAt ?? null,
  });
  if (change.revokedAt)
    await manager.update(ApiKeyEntity, { id: made.id }, { revokedAt: change.revokedAt });
  return made;
}

const ask = (
  method: string,
  path: string,
  options: { by?: string; body?: object; headers?: Record<string, string> } = {},
): Promise<Response> =>
  gateway.ask(method, path, {
    ...(options.body ? { body: options.body } : {}),
    headers: {
      ...(options.by === undefined ? {} : { authorization: `Bearer ${options.by}` }),
      ...options.headers,
    },
  });
const request = (change: object = {}): object => ({
  model: slug,
  messages: [{ role: 'user', content: 'Hello' }],
  ...change,
});

/** Ends a turn as model-proxy would, and tells it. */
async function end(turnId: string, text = 'An answer'): Promise<void> {
  await gateway.endTurn(turnId, [], text);
  const answers = await gateway.dataSource.manager.findBy(CandidateEntity, { turnId });
  for (const { id } of answers)
    await gateway.relay.publish(candidateTopic(turnId, id), {
      type: 'done',
      attempt: 1,
      state: 'completed',
      finishReason: 'stop',
      length: text.length,
    });
}

/** Asks for a completion, and ends its turn once it is stored, as model-proxy would. */
async function complete(
  change: object = {},
  options: { by?: string; headers?: Record<string, string>; text?: string } = {},
): Promise<ChatCompletion> {
  const { manager } = gateway.dataSource;
  const before = new Set((await manager.find(TurnEntity)).map(({ id }) => id));
  const asked = ask('POST', '/v1/chat/completions', {
    by: options.by ?? key.key,
    body: request(change),
    ...(options.headers ? { headers: options.headers } : {}),
  });
  const turn = await waitFor(
    async () => (await manager.find(TurnEntity)).find(({ id }) => !before.has(id)),
    { what: 'the turn to be stored' },
  );
  await end(turn.id, options.text);
  return chatCompletion.parse(await (await asked).json());
}
const turnOf = ({ koi }: ChatCompletion): Promise<TurnEntity> =>
  gateway.dataSource.manager.findOneByOrFail(TurnEntity, { id: koi.turn_id });

beforeAll(async () => {
  gateway = await RunningGateway.start();
  slug = await gateway.chatbot('vote');
  other = await gateway.chatbot('vote');
  key = await keyFor([slug]);
});
afterAll(() => gateway.close());

describe('who is let in', () => {
  const BODIES: Record<string, () => object> = {
    createChatCompletion: () => request({ model: 'no-such-model' }),
    giveOpenAiFeedback: () => ({ type: 'vote', id: completionId(newId()), value: 'up' }),
  };
  const askRoute = (name: string, { method, path }: AnyRoute, headers: Record<string, string>) => {
    const body = BODIES[name]?.();
    return gateway.ask(method, path.replace(':id', slug), { headers, ...(body ? { body } : {}) });
  };
  let refused: Record<string, Record<string, string>>;

  beforeAll(async () => {
    const past = new Date(Date.now() - 1_000);
    const { cookie } = await gateway.guest();
    const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
    refused = {
      nobody: {},
      'a participant': { cookie },
      'a participant’s cookie as a key': bearer(cookie),
      'a key nobody has': bearer(`koi_${'x'.repeat(43)}`),
      'half a key': bearer(key.key.slice(0, 30)),
      'a key and more': bearer(`${key.key}x`),
      'a hash for a key': bearer('a'.repeat(64)),
      'a key in another scheme': { authorization: `Basic ${key.key}` },
      'a key in another header': { 'x-api-key': key.key },
      'a revoked key': bearer((await keyFor([slug], { revokedAt: past })).key),
      'an expired key': bearer((await keyFor([slug], { expiresAt: past })).key),
    };
  });

  test.each(routes)('%s opens by a key alone', async (name, route) => {
    for (const [who, headers] of Object.entries(refused)) {
      const response = await askRoute(name, route, headers);
      expect([who, response.status]).toEqual([who, 401]);
      expect(openAiError.parse(await response.json()).error.code).toBe('invalid_api_key');
    }
    const response = await askRoute(name, route, { authorization: `Bearer ${key.key}` });
    expect([200, 404]).toContain(response.status);
  });

  test.each([
    ['GET', '/v1/models/'],
    ['GET', '//v1/models'],
    ['GET', '/v1//models'],
    ['GET', '/%761/models'],
    ['GET', '/v1%2Fmodels'],
    ['GET', '/V1/models'],
    ['GET', '/api/../v1/models'],
    ['HEAD', '/v1/models'],
    ['OPTIONS', '/v1/models'],
  ])('%s %s opens nothing without one', async (method, path) => {
    expect([400, 401, 404]).toContain(await gateway.rawStatus(method, path));
  });

  test('a key opens nothing of the chat page', async () => {
    const response = await ask('GET', '/api/conversations', { by: key.key });

    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('problem+json');
  });

  test('a key’s use is noted', async () => {
    const fresh = await keyFor([slug]);
    await ask('GET', '/v1/models', { by: fresh.key });

    await waitFor(
      async () =>
        (await gateway.dataSource.manager.findOneByOrFail(ApiKeyEntity, { id: fresh.id }))
          .lastUsedAt,
      { what: 'the time of use' },
    );
  });
});

describe('a model', () => {
  test('is an enabled chatbot of the key', async () => {
    const listed = (await (await ask('GET', '/v1/models', { by: key.key })).json()) as {
      data: { id: string }[];
    };
    expect(listed.data.map(({ id }) => id)).toEqual([slug]);
    expect((await ask('GET', `/v1/models/${other}`, { by: key.key })).status).toBe(404);
    expect((await ask('GET', '/v1/models/a%00b', { by: key.key })).status).toBe(404);

    const { manager } = gateway.dataSource;
    await manager.update(ChatbotEntity, { slug }, { enabled: false });
    expect((await ask('GET', `/v1/models/${slug}`, { by: key.key })).status).toBe(404);
    await manager.update(ChatbotEntity, { slug }, { enabled: true });
  });

  test('with a consent text asks for a key that vouches for it', async () => {
    const strict = await gateway.chatbot('vote', { consentText: 'We read along.' });
    const body = request({ model: strict });

    const response = await ask('POST', '/v1/chat/completions', {
      by: (await keyFor([strict])).key,
      body,
    });
    expect(response.status).toBe(403);
    expect(openAiError.parse(await response.json()).error).toMatchObject({
      type: 'permission_error',
      code: 'consent_required',
    });
    const vouched = await keyFor([strict], { consent: true });
    await complete({ model: strict }, { by: vouched.key });
    const participant = await gateway.dataSource.manager.findOneByOrFail(ParticipantEntity, {
      apiKeyId: vouched.id,
    });
    expect(participant).toMatchObject({ kind: 'api', externalUser: '' });
    expect(participant.consentedAt).not.toBeNull();
  });
});

describe('what is stored', () => {
  test('is a turn with its context, its parameters and one candidate a choice', async () => {
    const completion = await complete({
      messages: [
        { role: 'developer', content: 'Short.' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Two' },
        { role: 'user', content: 'Three' },
      ],
      n: 3,
      stop: 'END',
      max_tokens: 9,
      seed: 1,
    });

    const turn = await turnOf(completion);
    expect(turn).toMatchObject({
      text: 'Three',
      parentCandidateId: null,
      context: [
        { role: 'system', content: 'Short.' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Two' },
      ],
      parameters: { stop: ['END'], maxTokens: 9, seed: 1 },
      feedbackMode: 'rank',
    });
    const candidates = await gateway.dataSource.manager.find(CandidateEntity, {
      where: { turnId: turn.id },
      order: { position: 'ASC' },
    });
    expect(candidates.map(({ id }) => id)).toEqual(completion.koi.candidate_ids);
    expect(new Set(candidates.map(({ modelId }) => modelId)).size).toBe(2);
  });

  test('goes on from the last answer of koi’s in the history; what follows it is context', async () => {
    const hello = { role: 'user', content: 'Tree' };
    const first = await complete({ messages: [hello], n: 2 }, { text: 'Root' });
    const continued = (after: object[]) =>
      complete({ messages: [hello, { role: 'assistant', content: 'Root' }, ...after] });

    const second = await turnOf(await continued([{ role: 'user', content: 'A' }]));
    const branch = await turnOf(
      await continued([
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'Edited by the client' },
        { role: 'user', content: 'B' },
      ]),
    );

    expect(second).toMatchObject({
      conversationId: first.koi.conversation_id,
      parentCandidateId: first.koi.candidate_ids[0],
      context: [],
    });
    expect(branch).toMatchObject({
      conversationId: first.koi.conversation_id,
      parentCandidateId: first.koi.candidate_ids[0],
      text: 'B',
      context: [
        { role: 'user', content: 'A' },
        { role: 'assistant', content: 'Edited by the client' },
      ],
    });
  });

  test('keeps users and keys apart, and one user one participant', async () => {
    const stranger = await keyFor([slug]);
    const message = { messages: [{ role: 'user', content: 'Whose?' }] };
    const first = await complete({ ...message, user: 'ada' });
    const again = {
      messages: [
        ...message.messages,
        { role: 'assistant', content: 'An answer' },
        ...message.messages,
      ],
    };

    const bob = await complete({ ...again, user: 'bob' });
    const foreign = await complete({ ...again, user: 'ada' }, { by: stranger.key });
    const ada = await complete({ ...again, user: 'ada' });

    expect(ada.koi.conversation_id).toBe(first.koi.conversation_id);
    expect(bob.koi.conversation_id).not.toBe(first.koi.conversation_id);
    expect(foreign.koi.conversation_id).not.toBe(first.koi.conversation_id);
    expect(
      await gateway.dataSource.manager.countBy(ParticipantEntity, {
        apiKeyId: key.id,
        externalUser: 'ada',
      }),
    ).toBe(1);
  });

  test('is one turn for one Idempotency-Key, and another request with it is refused', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await complete({}, { headers });
    const same = await ask('POST', '/v1/chat/completions', {
      by: key.key,
      body: request(),
      headers,
    });
    const different = await ask('POST', '/v1/chat/completions', {
      by: key.key,
      body: request({ messages: [{ role: 'user', content: 'Else' }] }),
      headers,
    });

    expect(((await same.json()) as ChatCompletion).id).toBe(first.id);
    expect(different.status).toBe(409);
    expect(openAiError.parse(await different.json()).error.code).toBe('idempotency_key_reused');
  });

  test('two first requests of a user at once make one participant', async () => {
    const fresh = await keyFor([slug]);
    await Promise.all(
      [1, 2, 3]
        .map(() =>
          ask('POST', '/v1/chat/completions', {
            by: fresh.key,
            body: request({ stream: false }),
            headers: { 'x-request-id': newId() },
          }).catch(() => undefined),
        )
        .concat(endPending(fresh.id, 3)),
    );

    expect(
      await gateway.dataSource.manager.countBy(ParticipantEntity, { apiKeyId: fresh.id }),
    ).toBe(1);
  });
});

/** Ends so many turns of a key as they come. */
async function endPending(apiKeyId: string, count: number): Promise<undefined> {
  const ended = new Set<string>();
  await waitFor(
    async () => {
      const rows = await gateway.dataSource.query<{ id: string }[]>(
        `select t.id from turn t join conversation c on c.id = t.conversation_id
         join participant p on p.id = c.participant_id where p.api_key_id = $1 and t.state = 'pending'`,
        [apiKeyId],
      );
      for (const { id } of rows) {
        await end(id);
        ended.add(id);
      }
      return ended.size === count;
    },
    { what: 'the turns of the key' },
  );
  return undefined;
}

describe('feedback', () => {
  let completion: ChatCompletion;
  beforeEach(async () => {
    completion = await complete();
  });

  test('is durably queued when nobody stores it in time', async () => {
    const response = await ask('POST', '/v1/feedback', {
      by: key.key,
      body: { type: 'comment', id: completion.id, text: 'Well' },
    });

    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      object: 'feedback',
      type: 'comment',
      status: 'queued',
      candidate_ids: completion.koi.candidate_ids,
    });
  });

  test('on what another key was given, or a guest, finds nothing', async () => {
    const stranger = await keyFor([slug]);
    const guest = await gateway.guest();
    const started = await gateway.ask('POST', '/api/conversations', {
      as: guest,
      body: { chatbot: slug, text: 'Hello' },
      headers: { 'idempotency-key': newId() },
    });
    const { turns } = (await started.json()) as {
      turns: { id: string; candidates: { id: string }[] }[];
    };
    const vote = (by: string, id: string) =>
      ask('POST', '/v1/feedback', { by, body: { type: 'vote', id, value: 'up' } });

    for (const id of [completion.id, completion.koi.candidate_ids[0] ?? ''])
      expect((await vote(stranger.key, id)).status).toBe(404);
    for (const id of [completionId(turns[0]?.id ?? ''), turns[0]?.candidates[0]?.id ?? ''])
      expect((await vote(key.key, id)).status).toBe(404);
    expect((await vote(key.key, `${completion.id}:1`)).status).toBe(404);
  });
});
