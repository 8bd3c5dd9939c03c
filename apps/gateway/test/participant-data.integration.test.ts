import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  participantData,
  STOP_PATTERN,
  stopTopic,
  type ConversationView,
  type ParticipantData,
} from '@koi/contracts';
import { consentHash, newId } from '@koi/database';
import { waitFor } from '@koi/testing';
import { RunningGateway, type Guest } from './running-gateway.js';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start();
});

afterAll(() => gateway.close());

async function started(guest: Guest, slug: string, text = 'Hello'): Promise<ConversationView> {
  const conversation = (await (await gateway.start(guest, slug, text)).json()) as ConversationView;
  await gateway.endTurn(conversation.turns[0]?.id ?? '');
  return conversation;
}

async function download(guest: Guest): Promise<ParticipantData> {
  const response = await gateway.ask('GET', '/api/participants/me/data', { as: guest });
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="koi-my-data-\d{4}-\d\d-\d\d\.json"$/,
  );
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return participantData.parse(await response.json());
}

const count = async (sql: string, id: string): Promise<number> =>
  (await gateway.dataSource.query<{ count: number }[]>(sql, [id]))[0]?.count ?? -1;

test('the download holds everything of oneself and nothing of others', async () => {
  const slug = await gateway.chatbot('rank', { consentText: 'Study text' });
  const [guest, stranger] = [
    await gateway.guest({ chatbot: slug, agreed: consentHash('Study text'), language: 'de' }),
    await gateway.guest({ chatbot: slug, agreed: consentHash('Study text') }),
  ];
  // More than are read at a time.
  for (let index = 0; index < 12; index++) await started(guest, slug, `Mine ${index}`);
  await started(stranger, slug, 'A secret of somebody else');
  const hidden = await started(guest, slug, 'Hidden');
  await gateway.ask('DELETE', `/api/conversations/${hidden.id}`, { as: guest });
  await gateway.rank(guest, hidden.turns[0]?.id ?? '', 'tie');

  const data = await download(guest);

  expect(data.participant).toMatchObject({ id: guest.id, kind: 'guest', language: 'de' });
  expect(data.consents).toMatchObject([{ chatbot: slug, text: 'Study text', byInvite: false }]);
  expect(data.conversations.map(({ turns }) => turns[0]?.text)).toEqual([
    ...Array.from({ length: 12 }, (_, index) => `Mine ${index}`),
    'Hidden',
  ]);
  expect(data.conversations.at(-1)?.deletedAt).not.toBeNull();
  expect(data.conversations[0]?.turns[0]?.candidates.map(({ text }) => text)).toEqual([
    'An answer',
    'An answer',
  ]);
  expect(data.feedback).toMatchObject([{ kind: 'ranking', value: 'tie', revision: 1 }]);
  expect(JSON.stringify(data)).not.toContain('secret');
});

test('an unranked comparison stays blind in the download, a ranked one names its models', async () => {
  const slug = await gateway.chatbot('rank');
  const guest = await gateway.guest();
  await started(guest, slug);
  const ranked = await started(guest, slug);
  await gateway.rank(guest, ranked.turns[0]?.id ?? '', 'a_better');

  const models = (await download(guest)).conversations.map(({ turns }) =>
    turns[0]?.candidates.map(({ model }) => model),
  );

  expect(models[0]).toEqual([null, null]);
  expect([...(models[1] ?? [])].sort()).toEqual(['Label 0', 'Label 1']);
});

test('the download holds every word, reason and strength, those taken back too', async () => {
  const slug = await gateway.chatbot('vote');
  const guest = await gateway.guest();
  const [turn] = (await started(guest, slug)).turns;
  const about = { turnId: turn?.id ?? '', candidateId: turn?.candidates[0]?.id ?? '' };
  const why = { reasons: ['clear', 'kind'], reasonsVersion: 2 };
  await gateway.say(guest, { kind: 'vote', value: 'up', ...about, ...why });
  await gateway.say(guest, { kind: 'comment', value: 'given', text: 'Well said', ...about });
  await gateway.say(guest, { kind: 'comment', value: 'undo', text: null, revision: 2, ...about });
  await gateway.say(guest, { kind: 'correction', value: 'given', text: 'A carp.', ...about });
  const [compared] = (await started(guest, await gateway.chatbot('rank'))).turns;
  await gateway.rank(guest, compared?.id ?? '', 'a_better', {
    strength: 'much',
    reasons: ['accurate'],
    reasonsVersion: 1,
  });

  const { feedback } = await download(guest);

  const plain = { reasons: [], reasonsVersion: null, strength: null };
  expect(feedback).toMatchObject([
    { kind: 'vote', value: 'up', text: null, ...why, strength: null, ...about },
    { kind: 'comment', value: 'given', text: 'Well said', ...plain },
    { kind: 'comment', value: 'undo', text: null, ...plain },
    { kind: 'correction', value: 'given', text: 'A carp.', ...plain },
    { kind: 'ranking', text: null, reasons: ['accurate'], reasonsVersion: 1, strength: 'much' },
  ]);
});

test('somebody who has written nothing gets a whole file, too', async () => {
  const data = await download(await gateway.guest());

  expect(data).toMatchObject({ consents: [], invites: [], conversations: [], feedback: [] });
});

test('deleting takes everything, clears the cookie and leaves a tombstone', async () => {
  const slug = await gateway.chatbot('rank');
  const [guest, other] = [await gateway.guest(), await gateway.guest()];
  const mine = await started(guest, slug);
  await gateway.rank(guest, mine.turns[0]?.id ?? '', 'tie');
  await started(other, slug);

  const response = await gateway.ask('DELETE', '/api/participants/me', { as: guest });

  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toMatch(
    /^koi_participant=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/,
  );
  expect(await count(`select count(*) from turn where conversation_id = $1`, mine.id)).toBe(0);
  expect(await count(`select count(*) from feedback where participant_id = $1`, guest.id)).toBe(0);
  expect(await count(`select count(*) from erasure where participant_id = $1`, guest.id)).toBe(1);
  expect(await count(`select count(*) from conversation where participant_id = $1`, other.id)).toBe(
    1,
  );
  // The old cookie, kept by somebody, opens nothing.
  const me = await gateway.ask('GET', '/api/participants/me', { as: guest });
  expect(await me.json()).toEqual({ participant: null });
  expect((await gateway.ask('GET', `/api/conversations/${mine.id}`, { as: guest })).status).toBe(
    401,
  );
});

test('deleting marks the rollups and stops what is being written', async () => {
  const slug = await gateway.chatbot('vote');
  const guest = await gateway.guest();
  const running = (await (await gateway.start(guest, slug)).json()) as ConversationView;
  const turnId = running.turns[0]?.id ?? '';
  const stops: string[] = [];
  const end = await gateway.relay.subscribe(STOP_PATTERN, ({ topic }) => void stops.push(topic));
  await gateway.dataSource.query(`delete from dirty_bucket`);

  await gateway.ask('DELETE', '/api/participants/me', { as: guest });

  expect(await gateway.dataSource.query(`select 1 from dirty_bucket`)).not.toEqual([]);
  await waitFor(() => stops.includes(stopTopic(turnId)), { what: 'the stop' });
  await end();
});

test('a key that was used before the deletion is free again', async () => {
  const slug = await gateway.chatbot('vote');
  const guest = await gateway.guest();
  const key = newId();
  const send = (as: Guest) =>
    gateway.ask('POST', '/api/conversations', {
      as,
      body: { chatbot: slug, text: 'Hi' },
      headers: { 'idempotency-key': key },
    });
  await send(guest);
  await gateway.ask('DELETE', '/api/participants/me', { as: guest });

  expect((await send(await gateway.guest())).status).toBe(201);
});
