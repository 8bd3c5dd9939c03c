import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  ChatbotEntity,
  ErasureEntity,
  newId,
  ParticipantEntity,
  ParticipantInviteEntity,
  TurnEntity,
} from '@koi/database';
import type { Relay } from '@koi/queues';
import { RELAY } from '@koi/service';
import { waitFor } from '@koi/testing';
import {
  stopTopic,
  type ErasureRecord,
  type InviteRecord,
  type ParticipantRecord,
} from '@koi/contracts';
import { RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres.
let service: RunningService;
let cookie: string;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
});
afterAll(() => service.close());

const ask = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${service.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const read = async <Body>(method: string, path: string, body?: object): Promise<Body> =>
  (await (await ask(method, path, body)).json()) as Body;
type Page<Item> = { items: Item[]; nextCursor: string | null };

test('participants are counted, filtered and paged, the latest first', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index++)
    ids.unshift((await service.given.votable()).participantId);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<ParticipantRecord> = await read(
      'GET',
      `/api/participants?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }

  expect(seen.slice(0, 5)).toEqual(ids);
  const found = await read<Page<ParticipantRecord>>('GET', `/api/participants?search=${ids[2]}`);
  expect(found.items).toMatchObject([{ id: ids[2], conversations: 1, messages: 1, votes: 0 }]);
  expect((await ask('GET', `/api/participants/${newId()}`)).status).toBe(404);
  const talks = await read<Page<{ messages: number }>>(
    'GET',
    `/api/participants/${ids[0]}/conversations`,
  );
  expect(talks.items).toMatchObject([{ messages: 1, deletedAt: null }]);
});

test('excluding marks the rollups once, and putting back takes the mark away', async () => {
  const { participantId } = await service.given.votable();
  const put = (excluded: boolean) =>
    read<ParticipantRecord>('PUT', `/api/participants/${participantId}/exclusion`, { excluded });
  const dirty = async (): Promise<number> => {
    const rows = await service.dataSource.query<unknown[]>(`select 1 from dirty_bucket`);
    await service.dataSource.query(`delete from dirty_bucket`);
    return rows.length;
  };
  await dirty();

  expect((await put(true)).excludedAt).not.toBeNull();
  expect(await dirty()).toBeGreaterThan(0);
  await put(true);
  expect(await dirty()).toBe(0);
  const excluded = await read<Page<ParticipantRecord>>('GET', '/api/participants?counted=excluded');
  expect(excluded.items.map(({ id }) => id)).toEqual([participantId]);
  expect((await put(false)).excludedAt).toBeNull();
  expect(await dirty()).toBeGreaterThan(0);
  expect(
    (await ask('PUT', `/api/participants/${newId()}/exclusion`, { excluded: true })).status,
  ).toBe(404);
});

test('erasing leaves a tombstone that earlier dataset versions learn of', async () => {
  const { participantId } = await service.given.votable();
  const version = await read<{ id: string }>('POST', '/api/dataset-versions', {
    dataset: 'votes',
    kind: 'votes',
  });

  expect((await ask('DELETE', `/api/participants/${participantId}`)).status).toBe(204);

  const { manager } = service.dataSource;
  expect(await manager.existsBy(ParticipantEntity, { id: participantId })).toBe(false);
  expect(await manager.findOneBy(ErasureEntity, { participantId })).toMatchObject({
    erasedBy: 'team',
  });
  const erasures = await read<Page<ErasureRecord>>(
    'GET',
    `/api/dataset-versions/${version.id}/erasures`,
  );
  expect(erasures.items.map((erasure) => erasure.participantId)).toEqual([participantId]);
  expect((await ask('DELETE', `/api/participants/${participantId}`)).status).toBe(404);
  expect((await ask('GET', `/api/dataset-versions/${newId()}/erasures`)).status).toBe(404);
});

test('revoking an invite stops what is being written for those it shuts out, and nothing else', async () => {
  const open = await service.given.chatbot('vote', 'open-pond');
  const closed = await service.given.chatbot('vote', 'closed-pond');
  const { manager } = service.dataSource;
  await manager.update(ChatbotEntity, { id: closed }, { access: 'invite' });
  const invite = () =>
    read<InviteRecord>('POST', '/api/invites', { label: 'Study', chatbots: ['closed-pond'] });
  const [one, other] = [await invite(), await invite()];
  /** An answer that is being written for somebody who came by these invites. */
  const writing = async (chatbotId: string, invites: string[]): Promise<string> => {
    const participantId = await service.given.participant();
    for (const inviteId of invites)
      await manager.insert(ParticipantInviteEntity, { participantId, inviteId });
    const { id } = await service.given.conversation({ chatbotId, participantId });
    const { turnId } = await service.given.turn({
      mode: 'vote',
      states: ['streaming'],
      conversationId: id,
    });
    await manager.update(TurnEntity, { id: turnId }, { state: 'pending' });
    return turnId;
  };
  const shutOut = await writing(closed, [one.id]);
  const stay = [
    await writing(closed, [one.id, other.id]),
    await writing(closed, [other.id]),
    await writing(open, [one.id]),
  ];
  const heard: string[] = [];
  const relay = service.app.get<Relay>(RELAY, { strict: false });
  const leave = await Promise.all(
    [shutOut, ...stay].map((id) => relay.subscribe(stopTopic(id), () => heard.push(id))),
  );

  expect((await ask('DELETE', `/api/invites/${one.id}`)).status).toBe(204);

  await waitFor(() => heard.includes(shutOut), { what: 'the message that stops it' });
  const marked = await manager.query<{ id: string }[]>(
    `select id from turn where stop_requested_at is not null`,
  );
  expect(marked).toEqual([{ id: shutOut }]);
  expect(heard).toEqual([shutOut]);
  for (const end of leave) await end();
});

test('an invite is made once, listed without its token, and revoked for good', async () => {
  await service.given.chatbot('vote', 'pond');
  const response = await ask('POST', '/api/invites', {
    label: 'Study 7',
    chatbots: ['pond'],
    maxUses: 3,
    messagesPerDay: 10,
  });
  const made = (await response.json()) as InviteRecord & { link: string };

  expect(response.status).toBe(201);
  expect(made).toMatchObject({ label: 'Study 7', state: 'open', uses: 0, chatbots: ['pond'] });
  expect(made.link).toMatch(/^\/i\/[\w-]{32}$/);
  const list = await (await ask('GET', '/api/invites?state=open&search=study')).text();
  expect(list).toContain('Study 7');
  expect(list).not.toContain(made.link.slice(3));

  expect((await ask('DELETE', `/api/invites/${made.id}`)).status).toBe(204);
  expect((await ask('DELETE', `/api/invites/${made.id}`)).status).toBe(204);
  expect((await ask('DELETE', `/api/invites/${newId()}`)).status).toBe(404);
  const revoked = await read<Page<InviteRecord>>(
    'GET',
    '/api/invites?state=revoked&search=study%207',
  );
  expect(revoked.items).toMatchObject([{ id: made.id, state: 'revoked' }]);
  expect((await ask('POST', '/api/invites', { label: 'X', chatbots: ['sea'] })).status).toBe(404);
});
