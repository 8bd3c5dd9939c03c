import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FeedbackRecord } from '@koi/contracts';
import { listFeedback, conversationRecord } from '@koi/contracts';
import { createDataSource, newId, Transactions } from '@koi/database';
import type { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { Given, rankingOf, voteOn, wordsOn } from '../../test/given.js';
import { silentFeedback } from '../../test/silent-feedback.js';
import type { FeedbackService } from '../feedback/feedback.service.js';
import { RecordsRepository } from './records.repository.js';
import { RecordsService } from './records.service.js';
import { WordSearch } from './word-search.js';

let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let records: RecordsService;
let feedback: FeedbackService;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  given = new Given(dataSource);
  const transactions = new Transactions(dataSource);
  records = new RecordsService(new RecordsRepository(transactions, new WordSearch(transactions)));
  feedback = silentFeedback(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** As the controller calls it: the query and the answer go through the contract. */
const list = async (query: Record<string, unknown> = {}) => {
  const { query: asked, response } = listFeedback;
  return response!.parse(await records.list(asked!.parse(query)));
};
const at = (minute: number): Date => new Date(Date.UTC(2026, 4, 1, 10, minute));

test('pages hold every row once, the latest first, also when rows have the same moment', async () => {
  const chatbot = `paged-${newId().slice(-12)}`;
  const chatbotId = await given.chatbot('vote', chatbot);
  const { id: conversationId } = await given.conversation({ chatbotId });
  for (let index = 0; index < 7; index += 1) {
    const turn = await given.turn({ mode: 'vote', conversationId });
    await feedback.record(voteOn({ ...turn, candidateId: turn.candidateIds[0] ?? '' }, 'up'));
  }
  // Rows of one statement have one created_at: copies of each row under other keys.
  await dataSource.query(
    `insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value, revision,
                           shown, accepted_at)
     select gen_random_uuid(), gen_random_uuid(), kind, participant_id, turn_id, candidate_id, target_id, value, revision + copy, shown, accepted_at
     from feedback cross join generate_series(1, 3) copy
     where turn_id in (select id from turn where conversation_id = $1)`,
    [conversationId],
  );

  const seen: FeedbackRecord[] = [];
  let cursor: string | null = null;
  do {
    const page = await list({ chatbot, current: 'false', limit: 5, ...(cursor ? { cursor } : {}) });
    expect(page.total).toBe(28);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);

  expect(seen).toHaveLength(28);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(28);
  const order = seen.map(({ createdAt, id }) => `${createdAt} ${id}`);
  expect(order).toEqual([...order].sort().reverse());
});

test('a made-up cursor is refused', async () => {
  for (const cursor of ['x', Buffer.from('2026-01-01 1').toString('base64url')])
    await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a row shows what was shown: models in the order of sides, excerpts of the better answer', async () => {
  // Drawn first, but shown on side B; neither order is that of names.
  const modelIds = [await given.model('apple'), await given.model('zebra')];
  const turn = await given.turn({ mode: 'rank', modelIds, sides: ['b', 'a'] });
  await feedback.record(rankingOf(turn, 'b_better'));

  const { items } = await list({ model: 'apple' });

  expect(items).toEqual([
    expect.objectContaining({
      kind: 'ranking',
      value: 'b_better',
      current: true,
      candidateId: null,
      turnId: turn.turnId,
      conversationId: turn.conversationId,
      participantId: turn.participantId,
      models: ['Label of zebra', 'Label of apple'],
      promptExcerpt: `Question ${turn.turnId}`,
      answerExcerpt: `Answer 0 of ${turn.turnId}`,
    }),
  ]);
});

test('reasons come with the labels they were given under, words and strength with their rows', async () => {
  const answer = await given.votable();
  await given.reasons(answer.conversationId, { down: ['rude'], ranking: ['clear'] });
  await feedback.record(voteOn(answer, 'down', { reasons: ['rude'] }));
  await given.reasons(answer.conversationId, { down: ['rude'] }, (key) => `Now ${key}`);
  await feedback.record(wordsOn(answer, 'correction', 'Kindly said.'));
  const ranked = await given.turn({ mode: 'rank' });
  await given.reasons(ranked.conversationId, { ranking: ['clear'] });
  await feedback.record(rankingOf(ranked, 'a_better', { strength: 'much', reasons: ['clear'] }));
  await given.reasons(ranked.conversationId, { ranking: ['clear'] }, (key) => `Now ${key}`);

  const { items } = await list({ limit: 3 });

  const said = items.map(({ kind, reasons, strength, textExcerpt }) => [
    kind,
    reasons,
    strength,
    textExcerpt,
  ]);
  expect(said).toEqual([
    ['ranking', [{ key: 'clear', label: 'CLEAR' }], 'much', null],
    ['correction', [], null, 'Kindly said.'],
    ['vote', [{ key: 'rude', label: 'RUDE' }], null, null],
  ]);
  const record = conversationRecord.parse(await records.conversation(answer.conversationId));
  expect(record.turns[0]?.candidates[0]).toMatchObject({
    votes: [{ reasons: [{ key: 'rude', label: 'RUDE' }] }],
    words: [{ kind: 'correction', text: 'Kindly said.' }],
  });
  // What is said from now on has the new label.
  const later = await given.turn({ mode: 'vote', conversationId: answer.conversationId });
  const [candidateId = ''] = later.candidateIds;
  await feedback.record(voteOn({ ...later, candidateId }, 'down', { reasons: ['rude'] }));
  expect((await list({ limit: 1 })).items[0]?.reasons).toEqual([
    { key: 'rude', label: 'Now rude' },
  ]);
});

test('excerpts are cut to 200 characters', async () => {
  const answer = await given.votable();
  await dataSource.query(`update candidate set text = repeat('😀', 500) where id = $1`, [
    answer.candidateId,
  ]);
  await feedback.record(voteOn(answer, 'up'));

  const { items } = await list();

  expect(items.find(({ candidateId }) => candidateId === answer.candidateId)?.answerExcerpt).toBe(
    '😀'.repeat(200),
  );
});

test('filters combine; replaced and undone feedback is only in the whole history', async () => {
  const chatbot = `filtered-${newId().slice(-12)}`;
  const chatbotId = await given.chatbot('vote', chatbot);
  const { id: conversationId } = await given.conversation({ chatbotId });
  const modelIds = [await given.model('filtered')];
  const [changed, undone, kept] = await Promise.all(
    [0, 1, 2].map(async () => {
      const turn = await given.turn({ mode: 'vote', conversationId, modelIds });
      return { ...turn, candidateId: turn.candidateIds[0] ?? '' };
    }),
  );
  if (!changed || !undone || !kept) throw new Error('three answers were made');
  await feedback.record(voteOn(changed, 'up', { acceptedAt: at(0) }));
  await feedback.record(voteOn(changed, 'down', { acceptedAt: at(1) }));
  await feedback.record(voteOn(undone, 'down', { acceptedAt: at(0) }));
  await feedback.record(voteOn(undone, 'undo', { acceptedAt: at(1) }));
  await feedback.record(voteOn(kept, 'up', { acceptedAt: at(0) }));

  const found = async (query: Record<string, unknown>): Promise<string[]> => {
    const { items, total } = await list({ chatbot, ...query });
    expect(total).toBe(items.length);
    return items.map(({ value }) => value).sort();
  };
  expect(await found({})).toEqual(['down', 'up']);
  expect(await found({ current: 'false' })).toEqual(['down', 'down', 'undo', 'up', 'up']);
  expect(await found({ value: 'down' })).toEqual(['down']);
  expect(await found({ value: 'undo' })).toEqual(['undo']);
  expect(await found({ model: 'filtered', kind: 'vote', value: 'up' })).toEqual(['up']);
  expect(await found({ model: 'another' })).toEqual([]);
  expect(await found({ kind: 'ranking' })).toEqual([]);
  expect(await found({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
  expect(await found({ from: '2020-01-01T00:00:00Z' })).toEqual(['down', 'up']);
});

test('a conversation is shown whole: branches, models, timing, history of feedback, deleted or not', async () => {
  const answer = await given.votable();
  await feedback.record(voteOn(answer, 'up', { acceptedAt: at(0) }));
  await feedback.record(voteOn(answer, 'down', { acceptedAt: at(1) }));
  const branch = await given.turn({
    mode: 'rank',
    conversationId: answer.conversationId,
    parentCandidateId: answer.candidateId,
  });
  await feedback.record(rankingOf(branch, 'tie'));
  await dataSource.query(
    `update candidate set cost = 0.0064500000, cost_currency = 'USD', messages_left_out = 2 where id = $1`,
    [answer.candidateId],
  );
  await dataSource.query(`update conversation set deleted_at = now() where id = $1`, [
    answer.conversationId,
  ]);

  const record = conversationRecord.parse(await records.conversation(answer.conversationId));

  expect(record.deletedAt).not.toBeNull();
  expect(record.turns.map(({ id }) => id)).toEqual([answer.turnId, branch.turnId]);
  expect(record.turns[0]?.candidates[0]).toMatchObject({
    state: 'completed',
    ttftMs: 12.5,
    durationMs: 100,
    usage: { promptTokens: 10, completionTokens: 20, estimated: false },
    cost: { amount: 0.00645, currency: 'USD' },
    messagesLeftOut: 2,
  });
  expect(
    record.turns[0]?.candidates[0]?.votes.map(({ value, current }) => [value, current]),
  ).toEqual([
    ['up', false],
    ['down', true],
  ]);
  expect(record.turns[1]?.candidates[0]).toMatchObject({ cost: null, messagesLeftOut: 0 });
  expect(record.turns[1]?.parentCandidateId).toBe(answer.candidateId);
  expect(record.turns[1]?.candidates.map(({ side }) => side)).toEqual(['a', 'b']);
  expect(record.turns[1]?.rankings).toEqual([
    expect.objectContaining({ kind: 'ranking', value: 'tie', current: true, revision: 1 }),
  ]);
});

test('a conversation that does not exist is not found', async () => {
  await expect(records.conversation(newId())).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
});
