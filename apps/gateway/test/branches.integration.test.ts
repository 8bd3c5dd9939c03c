import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConversationView, TurnView } from '@koi/contracts';
import { CandidateEntity, newId, TurnEntity } from '@koi/database';
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

const post = (path: string, body?: object, key = newId(), as = guest) =>
  gateway.ask('POST', path, { as, body, headers: { 'idempotency-key': key } });

async function started(mode: 'none' | 'vote' | 'rank') {
  const chatbot = await gateway.chatbot(mode);
  const response = await post('/api/conversations', { chatbot, text: 'Hello' });
  const view = (await response.json()) as ConversationView;
  const [turn] = view.turns;
  if (!turn) throw new Error('no turn');
  await gateway.endTurn(turn.id);
  return { id: view.id, turn };
}

const regenerate = (turnId: string, key = newId(), as = guest) =>
  post(`/api/turns/${turnId}/candidates`, undefined, key, as);
const send = async (conversationId: string, body: object) =>
  (await (await post(`/api/conversations/${conversationId}/turns`, body)).json()) as TurnView;
const view = async (id: string) =>
  (await (
    await gateway.ask('GET', `/api/conversations/${id}`, { as: guest })
  ).json()) as ConversationView;
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { code: string }).code;
const idsOf = ({ candidates }: TurnView) => candidates.map(({ id }) => id);

describe('regenerating', () => {
  test('adds an answer to the turn, changes nothing that is there, and shows the new one', async () => {
    const { id, turn } = await started('vote');
    const before = await gateway.dataSource.manager.find(CandidateEntity, {
      where: { turnId: turn.id },
    });

    const response = await regenerate(turn.id);

    expect(response.status).toBe(201);
    const again = (await response.json()) as TurnView;
    expect([again.id, again.state, again.candidates.length]).toEqual([turn.id, 'pending', 2]);
    expect(again.candidates.map(({ state, side }) => [state, side])).toEqual([
      ['completed', 'a'],
      ['queued', 'a'],
    ]);
    expect((await view(id)).currentCandidateId).toBe(idsOf(again)[1]);
    expect(
      await gateway.dataSource.manager.findBy(CandidateEntity, { id: before[0]?.id ?? '' }),
    ).toEqual(before);
  });

  test('a stop and an end of the answer before do not count for the new one', async () => {
    const { turn } = await started('none');
    await gateway.dataSource.manager.update(
      TurnEntity,
      { id: turn.id },
      { stopRequestedAt: new Date(), endedAt: new Date() },
    );

    await regenerate(turn.id);

    expect(await gateway.dataSource.manager.findOneBy(TurnEntity, { id: turn.id })).toMatchObject({
      state: 'pending',
      stopRequestedAt: null,
      endedAt: null,
    });
  });

  test('in rank mode is a sibling turn with a pair of its own; the ranking stays', async () => {
    const { id, turn } = await started('rank');
    await gateway.rank(guest, turn.id, 'b_better');

    const sibling = (await (await regenerate(turn.id)).json()) as TurnView;

    expect(sibling.id).not.toBe(turn.id);
    expect(sibling).toMatchObject({ text: turn.text, parentCandidateId: null, ranking: null });
    expect(sibling.candidates.map(({ side }) => side)).toEqual(['a', 'b']);
    const after = await view(id);
    expect(after.turns.map(({ ranking }) => ranking)).toEqual(['b_better', null]);
    expect(idsOf(sibling)).toContain(after.currentCandidateId);
  });

  test.each(['vote', 'rank'] as const)(
    'ten times at once with one key is once (%s)',
    async (mode) => {
      const { id, turn } = await started(mode);
      const key = newId();

      const responses = await Promise.all(
        Array.from({ length: 10 }, () => regenerate(turn.id, key)),
      );

      expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(201));
      const { turns } = await view(id);
      expect(turns.flatMap(idsOf)).toHaveLength(mode === 'vote' ? 2 : 4);
    },
  );

  test('waits while any turn of the conversation is pending; with other keys one wins', async () => {
    const { turn } = await started('vote');

    const responses = await Promise.all([1, 2, 3].map(() => regenerate(turn.id)));

    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await codeOf(await regenerate(turn.id))).toBe('turn_pending');
  });

  test('a key of something else is refused, and a turn of somebody else is not there', async () => {
    const [one, other] = [await started('vote'), await started('vote')];
    const key = newId();
    await regenerate(one.turn.id, key);

    expect(await codeOf(await regenerate(other.turn.id, key))).toBe('idempotency_key_reused');
    expect(await codeOf(await regenerate(one.turn.id, newId(), await gateway.guest()))).toBe(
      'turn_not_found',
    );
  });
});

describe('editing a message', () => {
  test.each(['vote', 'rank'] as const)(
    'the first one has two versions then, and both keep what follows (%s)',
    async (mode) => {
      const { id, turn } = await started(mode);
      if (mode === 'rank') await gateway.rank(guest, turn.id, 'a_better');
      const reply = await send(id, { text: 'And then?' });
      await gateway.endTurn(reply.id);

      const edited = await send(id, { text: 'Hello!', editsTurnId: turn.id });

      expect(edited.parentCandidateId).toBeNull();
      const { turns, currentCandidateId } = await view(id);
      expect(turns.map(({ text }) => text)).toEqual(['Hello', 'And then?', 'Hello!']);
      expect(idsOf(edited)).toContain(currentCandidateId);
    },
  );

  test('a later one replies to the same answer', async () => {
    const { id, turn } = await started('vote');
    const reply = await send(id, { text: 'And then?' });
    await gateway.endTurn(reply.id);

    const edited = await send(id, { text: 'And now?', editsTurnId: reply.id });

    expect(edited.parentCandidateId).toBe(turn.candidates[0]?.id);
  });

  test('needs a turn of the conversation, and no other place beside it', async () => {
    const [one, other] = [await started('vote'), await started('vote')];
    const path = `/api/conversations/${one.id}/turns`;

    expect(await codeOf(await post(path, { text: 'x', editsTurnId: other.turn.id }))).toBe(
      'turn_not_found',
    );
    expect(
      await codeOf(
        await post(path, { text: 'x', editsTurnId: one.turn.id, parentTurnId: one.turn.id }),
      ),
    ).toBe('invalid_input');
  });
});

describe('what was said of each branch', () => {
  test('stays with its answer: of an older one, of the newest, and of both versions of a message', async () => {
    const { id, turn } = await started('vote');
    await regenerate(turn.id);
    await gateway.endTurn(turn.id);
    const edited = await send(id, { text: 'Hello!', editsTurnId: turn.id });
    await gateway.endTurn(edited.id);
    const [older, newer] = idsOf((await view(id)).turns[0] as TurnView);
    const [other] = idsOf(edited);
    const say = (
      kind: 'vote' | 'correction' | 'comment',
      candidateId: string | undefined,
      value: 'up' | 'down' | 'given',
      text: string | null = null,
    ) =>
      gateway.say(guest, {
        kind,
        turnId: candidateId === other ? edited.id : turn.id,
        candidateId: candidateId ?? '',
        value,
        text,
      });

    await say('vote', older, 'down');
    await say('correction', older, 'given', 'A better one');
    await say('vote', newer, 'up');
    await say('comment', other, 'given', 'Of the edited message');

    const said = (await view(id)).turns.map(({ candidates }) =>
      candidates.map(({ vote, correction, comment }) => [vote, correction, comment]),
    );
    expect(said).toEqual([
      [
        ['down', 'A better one', null],
        ['up', null, null],
      ],
      [[null, null, 'Of the edited message']],
    ]);
  });

  test('in rank mode each version has its own comparison, told apart and revealed apart', async () => {
    const { id, turn } = await started('rank');
    await gateway.rank(guest, turn.id, 'b_better', {
      reasons: ['clear'],
      reasonsVersion: 1,
      strength: 'much',
    });
    const sibling = (await (await regenerate(turn.id)).json()) as TurnView;
    await gateway.endTurn(sibling.id);
    const edited = await send(id, { text: 'Hello!', editsTurnId: turn.id });
    await gateway.endTurn(edited.id);
    await gateway.rank(guest, edited.id, 'tie');

    const { turns } = await view(id);

    expect(
      turns.map(({ ranking, rankingReasons, rankingStrength, candidates }) => [
        ranking,
        rankingReasons,
        rankingStrength,
        candidates.filter(({ model }) => model !== null).length,
      ]),
    ).toEqual([
      ['b_better', ['clear'], 'much', 2],
      [null, [], null, 0],
      ['tie', [], null, 2],
    ]);
  });
});

describe('the chosen path', () => {
  const choose = (conversationId: string, candidateId: string | undefined, as = guest) =>
    gateway.ask('PUT', `/api/conversations/${conversationId}/current-candidate`, {
      as,
      body: { candidateId },
    });

  test('is kept, and a message without a place goes on at its end', async () => {
    const { id, turn } = await started('vote');
    await regenerate(turn.id);
    await gateway.endTurn(turn.id);
    const [first] = turn.candidates;

    expect((await choose(id, first?.id)).status).toBe(200);

    expect((await view(id)).currentCandidateId).toBe(first?.id);
    expect((await send(id, { text: 'Next' })).parentCandidateId).toBe(first?.id);
  });

  test('a message after a turn goes on from its newest answer, or from the one ranked better', async () => {
    const voted = await started('vote');
    await regenerate(voted.turn.id);
    await gateway.endTurn(voted.turn.id);
    const ranked = await started('rank');
    await gateway.rank(guest, ranked.turn.id, 'b_better');

    const [afterVote, afterRank] = [
      await send(voted.id, { text: 'Next', parentTurnId: voted.turn.id }),
      await send(ranked.id, { text: 'Next', parentTurnId: ranked.turn.id }),
    ];

    expect(afterVote.parentCandidateId).toBe(idsOf((await view(voted.id)).turns[0] as TurnView)[1]);
    expect(afterRank.parentCandidateId).toBe(ranked.turn.candidates[1]?.id);
  });

  test('after a tie the answer that was drawn stays, also for an edited message', async () => {
    const { id, turn } = await started('rank');
    await gateway.rank(guest, turn.id, 'tie');
    const reply = await send(id, { text: 'Next', parentTurnId: turn.id });
    await gateway.endTurn(reply.id);
    expect(idsOf(turn)).toContain(reply.parentCandidateId);

    const edits = [];
    for (let count = 0; count < 5; count++) {
      const edited = await send(id, { text: `Next ${count}`, editsTurnId: reply.id });
      await gateway.endTurn(edited.id);
      edits.push(edited.parentCandidateId);
    }

    expect(edits).toEqual(Array(5).fill(reply.parentCandidateId));
  });

  test('leads through answers of the conversation alone, and only its participant chooses', async () => {
    const [one, other] = [await started('vote'), await started('vote')];
    const foreign = other.turn.candidates[0]?.id;

    expect(await codeOf(await choose(one.id, foreign))).toBe('candidate_not_found');
    expect(await codeOf(await choose(other.id, foreign, await gateway.guest()))).toBe(
      'conversation_not_found',
    );
  });
});
