import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { feedbackQueue, generationQueue, type AuditEntry, type AnyQueue } from '@koi/contracts';
import { newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { Producer, startWorker, type QueueBackend } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { waitFor } from '@koi/testing';
import { voteOn } from '../../test/given.js';
import { cookieOf, RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres, the queues in it.
let service: RunningService;
let owner: string;

beforeAll(async () => {
  service = await RunningService.start();
  owner = await service.signIn();
});
beforeEach(async () => {
  service.forgetAddress();
  await service.dataSource.query('truncate audit_entry');
});
afterAll(() => service.close());

const ask = (method: string, path: string, body?: object, cookie = owner): Promise<Response> =>
  fetch(`${service.url}/api${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const read = async <Body>(response: Promise<Response>): Promise<Body> =>
  (await (await response).json()) as Body;
const trail = async (query = ''): Promise<AuditEntry[]> =>
  (await read<{ items: AuditEntry[] }>(ask('GET', `/audit-entries${query}`))).items;

test('an invite is in the trail when it is made and once when it is revoked, without its link', async () => {
  const chatbot = 'bot-of-the-class';
  await service.given.chatbot('vote', chatbot);
  const made = await read<{ id: string; link: string }>(
    ask('POST', '/invites', { label: 'Class 4b', chatbots: [chatbot], maxUses: 30 }),
  );
  await ask('DELETE', `/invites/${made.id}`);
  await ask('DELETE', `/invites/${made.id}`);
  await ask('DELETE', `/invites/${newId()}`);

  const entries = await trail();
  const about = { subjectKind: 'invite', subjectId: made.id, subjectName: 'Class 4b' };
  expect(entries).toMatchObject([
    { ...about, action: 'revoked', before: { state: 'open' }, after: { state: 'revoked' } },
    { ...about, action: 'created', before: null, after: { maxUses: 30, chatbots: [chatbot] } },
  ]);
  const token = made.link.split('/').at(-1) ?? '?';
  expect(JSON.stringify(entries)).not.toContain(token);
});

test('who leaves a participant out, puts them back or erases them is kept; what they said is not', async () => {
  const admin = await service.newUser('admin');
  const { participantId } = await service.given.votable();
  await service.dataSource.query('truncate audit_entry');
  const exclude = (excluded: boolean) =>
    ask('PUT', `/participants/${participantId}/exclusion`, { excluded }, admin.cookie);
  await exclude(true);
  await exclude(true);
  await exclude(false);
  await ask('DELETE', `/participants/${participantId}`);
  await ask('DELETE', `/participants/${participantId}`);

  const about = { subjectKind: 'participant', subjectId: participantId };
  expect(await trail()).toMatchObject([
    {
      ...about,
      action: 'erased',
      actor: 'owner',
      before: { conversations: 1, turns: 1 },
      after: {},
    },
    { ...about, action: 'put_back', actor: admin.email },
    { ...about, action: 'excluded', actor: admin.email },
  ]);
});

/** A job that failed for good. */
async function buried<Queue extends AnyQueue>(queue: Queue, payload: unknown): Promise<string> {
  const backend = service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false });
  const producer = new Producer(queue, backend);
  const jobId = await producer.add(payload as never);
  const worker = await startWorker(
    queue,
    async () => {
      throw Object.assign(new Error('the pond is dry'), { name: 'UnrecoverableError' });
    },
    { backend, logger: createLogger({ service: 'test', level: 'silent' }) },
  );
  await waitFor(async () => (await producer.find(jobId))?.state === 'failed', {
    what: 'the dead letter',
  });
  await worker.close(0);
  await producer.close();
  return jobId;
}

test('dead letters that were retried, mended and dropped are in the trail', async () => {
  const [first, second] = [
    await buried(generationQueue, { candidateId: newId() }),
    await buried(generationQueue, { candidateId: newId() }),
  ];
  await ask('POST', `/dead-letters/generation/${first}/retry`, {});
  await ask('POST', `/dead-letters/generation/${first}/retry`, {});
  await ask('DELETE', `/dead-letters/generation/${second}`);

  expect(await trail()).toMatchObject([
    {
      action: 'dropped',
      subjectKind: 'dead_letter',
      subjectName: `generation ${second}`,
      after: {},
    },
    {
      action: 'retried',
      subjectName: `generation ${first}`,
      subjectId: null,
      before: { payload: { candidateId: first }, error: 'the pond is dry' },
    },
  ]);
});

test('exports, training runs and saved filters are in the trail', async () => {
  const version = await read<{ id: string }>(
    ask('POST', '/dataset-versions', { dataset: 'pairs', kind: 'dpo' }),
  );
  const filter = await read<{ id: string }>(
    ask('POST', '/saved-filters', { name: 'Bad', view: 'feedback', query: 'value=down' }),
  );
  await ask('DELETE', `/saved-filters/${filter.id}`);
  await ask('DELETE', `/saved-filters/${filter.id}`);

  expect(await trail()).toMatchObject([
    { action: 'deleted', subjectKind: 'saved_filter', before: { query: 'value=down' }, after: {} },
    { action: 'created', subjectKind: 'saved_filter', subjectName: 'Bad' },
    {
      action: 'created',
      subjectKind: 'dataset_version',
      subjectId: version.id,
      subjectName: 'pairs v1',
    },
  ]);
});

test('refused sign-ins of users and of the owner are kept, of unknown addresses nothing that was typed', async () => {
  const { id, email, password } = await service.newUser('viewer');
  await service.dataSource.query('truncate audit_entry');
  const signIn = (body: object) => ask('POST', '/session', body, '');
  await signIn({ email, password: 'not the password' });
  await signIn({ token: 'not-the-token' });
  await signIn({
    email: 'my-secret-passphrase@example.org',
    password: 'typed into the wrong field',
  });
  const session = cookieOf(await signIn({ email, password }));
  const next = 'another horse battery';
  await ask('PUT', '/session/password', { current: password, password: next }, session);

  const entries = await trail();
  expect(entries).toMatchObject([
    { action: 'password_set', actor: email, subjectId: id, after: { how: expect.any(String) } },
    { action: 'sign_in_refused', actor: 'unknown', subjectId: null, subjectName: 'owner' },
    { action: 'sign_in_refused', actor: 'unknown', subjectId: id, subjectName: email },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/secret|horse|not-the-token/);
});

test('the trail is filtered by who, when, what and which, and paged', async () => {
  const admin = await service.newUser('admin');
  await service.dataSource.query('truncate audit_entry');
  const save = (name: string, cookie = owner) =>
    ask('POST', '/saved-filters', { name, view: 'feedback', query: '' }, cookie);
  await save('One');
  await save('Two', admin.cookie);
  const { id } = await read<{ id: string }>(save('Three'));
  await service.dataSource.query(
    `update audit_entry set created_at = '2026-01-02T00:00:00Z' where subject_name = 'One'`,
  );
  const names = async (query: string): Promise<string[]> =>
    (await trail(query)).map(({ subjectName }) => subjectName);

  expect(await names('')).toEqual(['Three', 'Two', 'One']);
  expect(await names(`?actor=${encodeURIComponent(admin.email)}`)).toEqual(['Two']);
  expect(await names('?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00.001Z')).toEqual(['One']);
  expect(await names('?to=2026-01-02T00:00:00Z')).toEqual([]);
  expect(await names(`?subjectId=${id}`)).toEqual(['Three']);
  expect(await names('?action=deleted')).toEqual([]);
  const page = await read<{ items: AuditEntry[]; nextCursor: string }>(
    ask('GET', '/audit-entries?limit=2'),
  );
  expect(await names(`?limit=2&cursor=${page.nextCursor}`)).toEqual(['One']);
  expect(await read(ask('GET', '/audit-actors'))).toEqual({ items: [admin.email, 'owner'].sort() });
  expect((await ask('GET', '/audit-entries?actor=%00')).status).toBe(400);
});

test('the file has every row of the filter, and no formula', async () => {
  for (let index = 0; index < 3; index++)
    await ask('POST', '/saved-filters', {
      name: `=1+${index}`,
      view: 'feedback',
      query: `value=down&x=${index}`,
    });
  await ask('POST', '/saved-filters', { name: 'Not asked for', view: 'feedback', query: '' });
  await service.dataSource.query(
    `update audit_entry set actor = '@SUM(A1)' where subject_name like '=%'`,
  );

  const response = await ask('GET', `/audit-entries/csv?actor=${encodeURIComponent('@SUM(A1)')}`);
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="koi-changes.csv"',
  );
  const lines = (await response.text()).trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(
    /createdAt,actor,action,subjectKind,subjectName,subjectId,before,after$/,
  );
  expect(lines[1]).toMatch(/,'@SUM\(A1\),created,saved_filter,'=1\+2,/);
});

test('a mended dead letter of feedback names its fields and keeps nothing of what was written', async () => {
  const on = await service.given.votable();
  // As an older release may have left it; the service's own worker buries what does not fit.
  const command = { ...voteOn(on, 'up'), kind: 'remark', text: 'My name is Ada' };
  const backend = service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false });
  const careless = new Producer(
    { ...feedbackQueue, payload: { parse: (given: unknown) => given } as never } as AnyQueue,
    backend,
  );
  const jobId = await careless.add(command);
  await waitFor(async () => (await careless.find(jobId))?.state === 'failed', {
    what: 'the dead letter',
  });
  const mended = { ...voteOn(on, 'up'), idempotencyKey: command.idempotencyKey };
  const response = await ask('POST', `/dead-letters/feedback/${jobId}/retry`, { payload: mended });

  expect(response.status).toBe(204);
  const entries = await trail();
  expect(entries).toMatchObject([{ action: 'mended', subjectName: `feedback ${jobId}` }]);
  expect(JSON.stringify(entries)).not.toContain('Ada');
  await careless.close();
});
