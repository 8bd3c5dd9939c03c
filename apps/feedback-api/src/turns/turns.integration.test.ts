import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listCandidateRecords, listParticipants, listTurnRecords } from '@koi/contracts';
import { createDataSource, InviteEntity, newId, Transactions } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { Given } from '../../test/given.js';
import { toCsv } from '../csv/to-csv.js';
import { ParticipantsRepository } from '../participants/participants.repository.js';
import { candidateColumns, candidateCsvRows } from './csv.js';
import { TurnsRepository } from './turns.repository.js';
import { TurnsService } from './turns.service.js';

let database: TestDatabase;
let dataSource: DataSource;
let turns: TurnsService;
let participants: ParticipantsRepository;
let writer: string;

const invite = newId();
const DAY = '2026-04-01T';
const at = (time: string) => new Date(`${DAY}${time}Z`);

/** Three messages in mode vote (completed, stopped, failed), one in mode rank, and one of somebody who does not count. */
beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  const transactions = new Transactions(dataSource);
  turns = new TurnsService(new TurnsRepository(transactions));
  participants = new ParticipantsRepository(transactions);
  const given = new Given(dataSource);
  const [oak, elm] = [await given.model('oak'), await given.model('elm')];
  const pond = await given.conversation({ chatbotId: await given.chatbot('vote', 'pond') });
  const duel = await given.conversation({
    chatbotId: await given.chatbot('rank', 'duel'),
    participantId: pond.participantId,
  });
  writer = pond.participantId;
  const excluded = await given.conversation({ chatbotId: pond.chatbotId });
  await dataSource.query(`update participant set excluded_at = now() where id = $1`, [
    excluded.participantId,
  ]);
  await dataSource.getRepository(InviteEntity).insert({ id: invite, label: 'A', tokenHash: 'a' });
  await dataSource.query(`update conversation set invite_id = $1 where id = any($2)`, [
    invite,
    [duel.id, excluded.id],
  ]);
  // Came and never wrote.
  await given.participant();
  for (const [conversationId, mode, time, states] of [
    [pond.id, 'vote', '10:00', ['completed']],
    [pond.id, 'vote', '11:00', ['stopped']],
    [pond.id, 'vote', '11:00', ['failed']],
    [duel.id, 'rank', '12:00', ['completed', 'streaming']],
    [excluded.id, 'vote', '12:00', ['completed']],
  ] as const) {
    const { turnId } = await given.turn({
      mode,
      conversationId,
      states,
      modelIds: [oak, elm],
      createdAt: at(`${time}:00`),
    });
    await dataSource.query(
      `update candidate c set created_at = t.created_at, cost = 0.5,
              cost_currency = case c.state when 'stopped' then 'USD' else 'EUR' end,
              ttft_ms = case c.state when 'failed' then null else 12.5 end,
              error_detail = case c.state when 'failed' then '503 from upstream' end
       from turn t where t.id = c.turn_id and t.id = $1`,
      [turnId],
    );
  }
}, 60_000);

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const messages = async (query: object) =>
  listTurnRecords.response!.parse(await turns.list(listTurnRecords.query!.parse(query)));
const answers = async (query: object) =>
  listCandidateRecords.response!.parse(
    await turns.listCandidates(listCandidateRecords.query!.parse(query)),
  );

test.each([
  [{}, 4],
  [{ mode: 'rank' }, 1],
  [{ chatbot: 'pond' }, 3],
  [{ chatbot: 'nobody' }, 0],
  [{ from: at('11:00:00').toISOString() }, 3],
  [{ from: at('11:00:00').toISOString(), to: at('12:00:00').toISOString() }, 2],
  [{ invite }, 1],
  [{ excluded: 'included' }, 5],
  [{ excluded: 'included', invite }, 2],
] as const)('messages that match %j: %i', async (query, total) => {
  const page = await messages(query);

  expect(page).toMatchObject({ total, totalIsExact: true });
  expect(page.items).toHaveLength(total);
});

test.each([
  [{}, 4],
  [{ outcome: 'failed' }, 1],
  [{ outcome: 'stopped' }, 1],
  [{ failure: 'unknown' }, 1],
  [{ failure: 'stalled' }, 0],
  [{ measured: 'ttft' }, 3],
  [{ measured: 'duration' }, 2],
  [{ currency: 'USD' }, 1],
  [{ model: 'oak' }, 4],
  [{ model: 'elm' }, 0],
  [{ fallback: 'true' }, 0],
  [{ mode: 'rank' }, 1],
  [{ from: at('11:00:00').toISOString(), outcome: 'completed' }, 1],
] as const)('ended answers that match %j: %i', async (query, total) => {
  const page = await answers(query);

  expect(page).toMatchObject({ total, totalIsExact: true });
  expect(page.items).toHaveLength(total);
});

test('answers come with what they add up to, by currency', async () => {
  const { sums } = await answers({ limit: '1' });

  expect(sums).toEqual({
    promptTokens: 40,
    completionTokens: 80,
    cost: [
      { currency: 'EUR', amount: 1.5 },
      { currency: 'USD', amount: 0.5 },
    ],
  });
});

test('pages follow one another without a gap, at equal moments too', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await answers({ limit: '1', ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);

  const whole = await answers({});
  expect(seen).toEqual(whole.items.map(({ id }) => id));
  expect(seen).toHaveLength(4);
});

test('a failed answer says why, in the table and in the file', async () => {
  const [failed] = (await answers({ outcome: 'failed' })).items;
  expect(failed).toMatchObject({
    failureKind: 'unknown',
    errorExcerpt: '503 from upstream',
    model: 'Label of oak',
    cost: { currency: 'EUR', amount: 0.5 },
  });

  const rows = turns.allCandidates(listCandidateRecords.query!.parse({ outcome: 'failed' }));
  const csv = await toCsv(candidateCsvRows(rows), candidateColumns).toArray();
  expect(csv.join('')).toMatch(
    /,failed,unknown,503 from upstream,pond,vote,Label of oak,1,,10,20,0.5,EUR,,100,/,
  );
});

test.each([
  [{ wrote: 'true', counted: 'counted' }, 1],
  [{ counted: 'counted' }, 2],
  [{ wrote: 'true' }, 2],
  [{ chatbot: 'duel' }, 1],
  [{ mode: 'rank', to: at('12:00:00').toISOString() }, 0],
  [{ from: at('12:00:00').toISOString(), counted: 'counted' }, 1],
] as const)('participants that match %j: %i', async (query, total) => {
  const { cursor: _, limit, ...filter } = listParticipants.query!.parse(query);

  const found = await participants.page(filter, undefined, limit);
  expect(found).toHaveLength(total);
  expect(await participants.count(filter)).toBe(total);
  if ('counted' in query && 'wrote' in query) expect(found[0]?.id).toBe(writer);
});
