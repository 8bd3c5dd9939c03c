import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConversationSummary, ConversationView, TurnView } from '@koi/contracts';
import { CandidateEntity, consentHash, ConversationEntity, newId } from '@koi/database';
import { RunningGateway, type Guest } from './running-gateway.js';

let gateway: RunningGateway;
let guest: Guest;

beforeAll(async () => {
  gateway = await RunningGateway.start();
});
beforeEach(async () => {
  guest = await gateway.guest();
});
afterAll(() => gateway.close());

const start = (chatbot: string, text = 'Hello', key = newId(), as = guest) =>
  gateway.ask('POST', '/api/conversations', {
    as,
    body: { chatbot, text },
    headers: { 'idempotency-key': key },
  });

const send = (conversationId: string, body: object = { text: 'And then?' }, key = newId()) =>
  gateway.ask('POST', `/api/conversations/${conversationId}/turns`, {
    as: guest,
    body,
    headers: { 'idempotency-key': key },
  });

async function started(mode: 'none' | 'vote' | 'rank') {
  const response = await start(await gateway.chatbot(mode));
  const view = (await response.json()) as ConversationView;
  const [turn] = view.turns;
  if (!turn) throw new Error('no turn');
  return { id: view.id, turn };
}

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { code: string }).code;

describe('starting a conversation', () => {
  test('stores one turn with its drawn answers, and queues each of them', async () => {
    const { turn } = await started('rank');

    const stored = await gateway.dataSource.manager.find(CandidateEntity, {
      where: { turnId: turn.id },
      order: { position: 'ASC' },
    });
    expect(stored.map(({ side, state }) => [side, state])).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
    ]);
    expect(new Set(stored.map(({ modelId }) => modelId)).size).toBe(2);
    expect(turn.candidates.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
  });

  test.each(['none', 'vote', 'rank'] as const)(
    'in mode %s answers what is read afterwards, and so does each further message',
    async (mode) => {
      const response = await start(await gateway.chatbot(mode));
      const view = (await response.json()) as ConversationView;
      const path = `/api/conversations/${view.id}`;
      const read = async () =>
        (await (await gateway.ask('GET', path, { as: guest })).json()) as ConversationView;
      expect(view).toEqual(await read());

      const [first] = view.turns;
      await gateway.endTurn(first?.id ?? '');
      if (mode === 'rank') await gateway.rank(guest, first?.id ?? '', 'a_better');
      const sent = (await (await send(view.id)).json()) as TurnView;
      expect(sent.parentCandidateId).not.toBeNull();
      expect(sent).toEqual((await read()).turns[1]);
    },
  );

  test('with one key ten times at once makes one conversation', async () => {
    const [slug, key] = [await gateway.chatbot('vote'), newId()];

    const responses = await Promise.all(Array.from({ length: 10 }, () => start(slug, 'Hi', key)));

    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(201));
    const views = (await Promise.all(responses.map((each) => each.json()))) as ConversationView[];
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    expect(
      await gateway.dataSource.manager.countBy(ConversationEntity, { participantId: guest.id }),
    ).toBe(1);
  });

  test('a key used for another message, or by another person, is refused', async () => {
    const [slug, key] = [await gateway.chatbot('vote'), newId()];
    await start(slug, 'Hi', key);

    expect(await codeOf(await start(slug, 'Bye', key))).toBe('idempotency_key_reused');
    expect(await codeOf(await start(slug, 'Hi', key, await gateway.guest()))).toBe(
      'idempotency_key_reused',
    );
  });

  test('needs consent where the chatbot asks for it', async () => {
    const slug = await gateway.chatbot('vote', { consentText: 'We keep what you write.' });

    expect(await codeOf(await start(slug))).toBe('consent_required');
    const agreed = consentHash('We keep what you write.');
    await gateway.ask('POST', '/api/participants', { as: guest, body: { chatbot: slug, agreed } });
    expect((await start(slug)).status).toBe(201);
  });

  test('needs a chatbot, and one with a model', async () => {
    expect(await codeOf(await start('no-such-bot'))).toBe('chatbot_not_found');
    expect(await codeOf(await start(await gateway.chatbot('vote', { models: 0 })))).toBe(
      'chatbot_without_model',
    );
  });
});

describe('sending the next message', () => {
  test('waits for the answer before', async () => {
    const { id } = await started('vote');

    expect(await codeOf(await send(id))).toBe('turn_pending');
  });

  test('waits for the ranking of two answers', async () => {
    const { id, turn } = await started('rank');
    await gateway.endTurn(turn.id);

    expect(await codeOf(await send(id))).toBe('ranking_required');
  });

  test.each([
    ['a_better', ['a']],
    ['b_better', ['b']],
    ['tie', ['a', 'b']],
    ['both_bad', ['a', 'b']],
  ] as const)('after %s goes on from side %p', async (outcome, sides) => {
    const { id, turn } = await started('rank');
    await gateway.endTurn(turn.id);
    await gateway.rank(guest, turn.id, outcome);

    const next = (await (await send(id)).json()) as TurnView;

    const parent = turn.candidates.find((each) => each.id === next.parentCandidateId);
    expect(sides).toContain(parent?.side);
  });

  test('goes on from the answer that did not fail, unranked', async () => {
    const { id, turn } = await started('rank');
    await gateway.endTurn(turn.id, ['failed', 'completed']);

    const next = (await (await send(id)).json()) as TurnView;

    expect(next.parentCandidateId).toBe(turn.candidates[1]?.id);
  });

  test('may reply to an answer of its own choice, but only of this conversation', async () => {
    const [one, other] = [await started('vote'), await started('vote')];
    await gateway.endTurn(one.turn.id);
    await gateway.endTurn(other.turn.id);
    const parentCandidateId = one.turn.candidates[0]?.id;

    const reply = await send(one.id, { text: 'Again', parentCandidateId });

    expect(((await reply.json()) as TurnView).parentCandidateId).toBe(parentCandidateId);
    expect(await codeOf(await send(other.id, { text: 'Again', parentCandidateId }))).toBe(
      'candidate_not_found',
    );
  });

  test('a ranking taken back while the message waits counts as taken back', async () => {
    const { id, turn } = await started('rank');
    await gateway.endTurn(turn.id);
    await gateway.rank(guest, turn.id, 'a_better');
    const runner = gateway.dataSource.createQueryRunner();
    await runner.startTransaction();
    // As feedback-api does it: under a share lock of the conversation.
    await runner.query(`select 1 from conversation where id = $1 for share`, [id]);

    const sending = send(id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await runner.query(
      `update current_feedback set value = 'undo' where target_id = $1 and kind = 'ranking'`,
      [turn.id],
    );
    await runner.commitTransaction();
    await runner.release();

    expect(await codeOf(await sending)).toBe('ranking_required');
  });

  test('with one key at once makes one turn; with different keys one waits', async () => {
    const { id, turn } = await started('vote');
    await gateway.endTurn(turn.id);
    const key = newId();

    const same = await Promise.all([1, 2, 3, 4].map(() => send(id, { text: 'Next' }, key)));
    const turns = (await Promise.all(same.map((each) => each.json()))) as TurnView[];
    expect(new Set(turns.map((each) => each.id)).size).toBe(1);
    await gateway.endTurn(turns[0]?.id ?? '');

    const different = await Promise.all([1, 2].map(() => send(id)));
    expect(different.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

test('in rank mode the models stay unnamed until the ranking is stored', async () => {
  const { turn } = await started('rank');
  await gateway.endTurn(turn.id);
  const models = async () =>
    (
      (await (await gateway.ask('GET', `/api/turns/${turn.id}`, { as: guest })).json()) as TurnView
    ).candidates.map(({ model }) => model);

  expect(await models()).toEqual([null, null]);
  await gateway.rank(guest, turn.id, 'tie');
  expect((await models()).sort()).toEqual(['Label 0', 'Label 1']);
  await gateway.rank(guest, turn.id, 'undo', { revision: 2 });
  expect(await models()).toEqual([null, null]);
});

describe('the list of conversations', () => {
  const list = async (query: Record<string, string> = {}) =>
    (await (
      await gateway.ask('GET', `/api/conversations?${new URLSearchParams(query).toString()}`, {
        as: guest,
      })
    ).json()) as { items: ConversationSummary[]; nextCursor: string | null };

  test('is paged without a row left out or told twice, also within one millisecond', async () => {
    const slug = await gateway.chatbot('none');
    for (let index = 0; index < 12; index++) await start(slug, `Message ${index}`);
    const rows = await gateway.dataSource.manager.find(ConversationEntity, {
      where: { participantId: guest.id },
      order: { id: 'ASC' },
    });
    // Ids and moments run in different directions, and pairs share their microsecond.
    for (const [index, { id }] of rows.entries())
      await gateway.dataSource.query(
        `update conversation set updated_at = '2026-01-01T00:00:00.123Z'::timestamptz
           + ($2 || ' microseconds')::interval where id = $1`,
        [id, 900 - 10 * Math.floor(index / 2)],
      );
    const ordered = await gateway.dataSource.query<{ id: string }[]>(
      `select id from conversation where participant_id = $1 order by updated_at desc, id desc`,
      [guest.id],
    );

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: '5',
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);

    expect(seen).toEqual(ordered.map(({ id }) => id));
  });

  test.each([
    'x',
    Buffer.from('2026-01-01 1').toString('base64url'),
    Buffer.from(`0000-01-01T00:00:00Z ${newId()}`).toString('base64url'),
  ])('refuses the made-up cursor %s', async (cursor) => {
    const response = await gateway.ask('GET', `/api/conversations?cursor=${cursor}`, {
      as: guest,
    });

    expect(response.status).toBe(400);
  });

  test('finds words of titles and messages, and takes % and _ as they are', async () => {
    const slug = await gateway.chatbot('none');
    await start(slug, 'Carp ponds\nwith 100% clear water');
    await start(slug, 'Something else');
    const found = async (search: string) => (await list({ search })).items.length;

    expect(await Promise.all(['carp', 'CLEAR', '100%', '%', '_', 'eel'].map(found))).toEqual([
      1, 1, 1, 1, 0, 0,
    ]);
  });

  test('holds one’s own only, of one chatbot when asked', async () => {
    const [one, other] = [await gateway.chatbot('none'), await gateway.chatbot('vote')];
    await start(one);
    await start(other);
    await start(one, 'Not mine', newId(), await gateway.guest());

    expect((await list()).items).toHaveLength(2);
    expect((await list({ chatbot: one })).items.map(({ chatbot }) => chatbot)).toEqual([one]);
  });
});

test('a conversation can be renamed, deleted and brought back', async () => {
  const { id } = await started('none');
  const path = `/api/conversations/${id}`;
  const change = (body: object) => gateway.ask('PATCH', path, { as: guest, body });

  expect(await (await change({ title: '  Ponds  ' })).json()).toMatchObject({ title: 'Ponds' });
  expect((await change({ title: '  ' })).status).toBe(400);

  expect((await gateway.ask('DELETE', path, { as: guest })).status).toBe(204);
  expect((await gateway.ask('GET', path, { as: guest })).status).toBe(404);
  expect(await codeOf(await send(id))).toBe('conversation_not_found');
  expect((await change({ title: 'Gone' })).status).toBe(404);

  expect((await change({ deleted: false })).status).toBe(200);
  expect((await gateway.ask('GET', path, { as: guest })).status).toBe(200);
});
