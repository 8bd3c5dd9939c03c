import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import {
  ConsentEntity,
  ConsentTextEntity,
  consentHash,
  ConversationEntity,
  createDataSource,
  CurrentFeedbackEntity,
  eraseParticipant,
  ErasureEntity,
  FeedbackEntity,
  hashInviteToken,
  InviteEntity,
  migrateDatabase,
  newId,
  newInviteToken,
  ParticipantInviteEntity,
  participantTables,
  RefusedFeedbackEntity,
  Transactions,
  TurnEntity,
} from '../src/index.js';
import { Given, type Answer } from './given.js';

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
let given: Given;

beforeAll(async () => {
  database = await testDatabase();
  await migrateDatabase(database.url);
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  transactions = new Transactions(dataSource);
  given = new Given(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const erase = (id: string) => transactions.run((tx) => eraseParticipant(tx, id, 'participant'));

/** Every row of koi's tables, as text, by table. */
async function everything(): Promise<Map<string, string>> {
  const tables = await dataSource.query<{ name: string }[]>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const rows = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await dataSource.query<{ text: string | null }[]>(
      `select string_agg(t::text, ' ') as text from "${name}" t`,
    );
    rows.set(name, row?.text ?? '');
  }
  return rows;
}

const tablesWith = async (text: string): Promise<string[]> =>
  [...(await everything())].filter(([, rows]) => rows.includes(text)).map(([name]) => name);

/** Somebody of whom every table knows: a reply, a vote that was changed with reasons, a comment, a correction, a refused comment, a consent, an invite. */
async function somebody(): Promise<Answer> {
  const answer = await given.answer();
  const { participantId, turnId, candidateId } = answer;
  const { manager } = dataSource;
  const { conversationId } = await manager.findOneByOrFail(TurnEntity, { id: turnId });
  const { chatbotId } = await manager.findOneByOrFail(ConversationEntity, { id: conversationId });
  await manager.insert(TurnEntity, {
    id: newId(),
    conversationId,
    parentCandidateId: candidateId,
    text: 'and my sister is called Ruth',
    feedbackMode: 'vote',
    idempotencyKey: newId(),
  });
  const first = await given.vote(answer);
  const second = await given.vote(answer, {
    revision: 2,
    replacesId: first.id,
    value: 'down',
    reasons: ['about_ruth'],
    reasonsVersion: 1,
  });
  await manager.insert(CurrentFeedbackEntity, {
    participantId,
    kind: 'vote',
    targetId: candidateId,
    feedbackId: second.id,
    value: 'down',
    acceptedAt: new Date(),
  });
  await given.vote(answer, { kind: 'comment', value: 'given', text: 'wrong about Ruth' });
  await given.vote(answer, { kind: 'correction', value: 'given', text: 'Ruth is her name.' });
  await manager.insert(RefusedFeedbackEntity, {
    idempotencyKey: newId(),
    participantId,
    kind: 'comment',
    code: 'candidate_unfinished',
    detail: 'The answer is still being written.',
    command: { kind: 'comment', candidateId, text: 'Ruth again' },
  });

  const text = `We keep what you write ${newId()}.`;
  await manager.insert(ConsentTextEntity, { hash: consentHash(text), text });
  const inviteId = newId();
  await manager.insert(InviteEntity, {
    id: inviteId,
    label: 'Study',
    tokenHash: hashInviteToken(newInviteToken()),
  });
  await manager.insert(ParticipantInviteEntity, { participantId, inviteId });
  await manager.insert(ConsentEntity, {
    participantId,
    chatbotId,
    textHash: consentHash(text),
    inviteId,
  });
  return answer;
}

test('erasing leaves nothing of a participant but a tombstone', async () => {
  const answer = await somebody();
  expect((await tablesWith('Ruth')).sort()).toEqual(['feedback', 'refused_feedback', 'turn']);
  expect((await tablesWith('about_ruth')).sort()).toEqual(['feedback', 'feedback_fact']);
  expect((await tablesWith(answer.participantId)).length).toBeGreaterThan(4);

  const erased = await erase(answer.participantId);

  expect(erased?.erasure).toMatchObject({
    participantId: answer.participantId,
    erasedBy: 'participant',
    conversations: 1,
    turns: 2,
    candidates: 1,
    feedback: 4,
  });
  expect(await tablesWith('Ruth')).toEqual([]);
  expect(await tablesWith('about_ruth')).toEqual([]);
  expect(await tablesWith(answer.candidateId)).toEqual([]);
  expect(await tablesWith(answer.turnId)).toEqual([]);
  expect(await tablesWith(answer.participantId)).toEqual(['erasure']);
});

test('erasing marks every minute that the participant counted in', async () => {
  const { participantId } = await somebody();
  const moment = new Date('2026-03-01T12:34:56Z');
  await dataSource.manager.update(ConversationEntity, { participantId }, { createdAt: moment });

  const erased = await erase(participantId);

  expect(erased?.minutes).toContainEqual(new Date('2026-03-01T12:34:00Z'));
  expect(await tablesWith('2026-03-01 12:34:00')).toEqual(['dirty_bucket']);
});

test('nobody else is touched, and a second erasure finds nobody', async () => {
  const [one, other] = [await somebody(), await somebody()];

  await erase(one.participantId);

  expect(
    await dataSource.manager.countBy(FeedbackEntity, { participantId: other.participantId }),
  ).toBe(4);
  expect(await erase(one.participantId)).toBeUndefined();
  expect(
    await dataSource.manager.countBy(ErasureEntity, { participantId: one.participantId }),
  ).toBe(1);
});

test('feedback is deleted by an erasure and by nothing else', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const remove = (erasing: string | undefined, whose: string) =>
    transactions.run(async (tx) => {
      if (erasing)
        await tx.query(`select set_config('koi.erasing_participant', $1, true)`, [erasing]);
      await tx.query(`delete from current_feedback where participant_id = $1`, [whose]);
      await tx.query(`delete from feedback where participant_id = $1`, [whose]);
    });

  await expect(remove(undefined, one.participantId)).rejects.toThrow('feedback is append-only');
  await expect(remove(other.participantId, one.participantId)).rejects.toThrow('append-only');
  await expect(remove(one.participantId, one.participantId)).resolves.toBeUndefined();
});

test('every table that points at a participant’s rows goes with them, or is one that the erasure knows', async () => {
  const pointing = await dataSource.query<{ name: string }[]>(
    `select distinct conrelid::regclass::text as name from pg_constraint
     where contype = 'f' and confdeltype <> 'c' and confrelid = any($1::regclass[])`,
    [participantTables],
  );

  expect(
    pointing
      .map(({ name }) => name)
      .filter((name) => !participantTables.some((known) => known === name)),
  ).toEqual([]);
});

test('a message that is being stored at the same moment leaves nothing behind', async () => {
  const { participantId, turnId } = await somebody();
  const { conversationId } = await dataSource.manager.findOneByOrFail(TurnEntity, { id: turnId });
  const send = () =>
    transactions.run(async (tx) => {
      const [, found] = await tx.query<[unknown, number]>(
        `update conversation set updated_at = now() where id = $1`,
        [conversationId],
      );
      if (found === 0) throw new Error('gone');
      await tx.insert(TurnEntity, {
        id: newId(),
        conversationId,
        text: 'Ruth again',
        feedbackMode: 'vote',
        idempotencyKey: newId(),
      });
    });

  await Promise.allSettled([send(), send(), erase(participantId), send(), send()]);

  expect(await tablesWith(conversationId)).toEqual([]);
  expect(await tablesWith(participantId)).toEqual(['erasure']);
});
