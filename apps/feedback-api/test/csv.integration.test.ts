import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes, type AnyRoute } from '@koi/contracts';
import { newId } from '@koi/database';
import { RunningService } from './running-service.js';

// Real: the service over HTTP, Postgres.
let service: RunningService;
let cookie: string;
let participantId: string;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  await service.given.chatbot('vote', 'pond');
  for (let index = 0; index < 3; index++) ({ participantId } = await service.given.votable());
  await service.given.model('oak');
  for (const label of ['=1+1', '@SUM(A1)', 'Class 4b'])
    await service.post('/api/invites', { label, chatbots: ['pond'] }, { cookie });
  await service.newUser('viewer');
  await service.post('/api/api-keys', { name: '=2+2', chatbots: ['pond'] }, { cookie });
});
afterAll(() => service.close());

async function lines(path: string): Promise<string[]> {
  const response = await service.get(path, cookie);
  expect([path, response.status]).toEqual([path, 200]);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="koi-.+\.csv"$/,
  );
  return (await response.text()).trimEnd().split('\r\n');
}

const files = Object.entries(dashboardRoutes as Readonly<Record<string, AnyRoute>>).filter(
  ([, { produces }]) => produces === 'text/csv',
);

/** What some of them cannot do without. */
const QUERIES: Readonly<Record<string, string>> = {
  downloadBreakdown: '?by=model',
  downloadBattles: '?first=oak&firstVersion=1',
};

test.each(files)('%s has a header, and no sign of a failure', async (name, { path }) => {
  const place = path.replace(':participantId', participantId);
  const [header, ...rows] = await lines(place + (QUERIES[name] ?? ''));
  expect(header).toMatch(/^\uFEFF?\w+(,\w+)+$/);
  expect(rows.join('\n')).not.toContain('[object');
});

test.each(['invites', 'participants', 'models', 'chatbots', 'users', 'api-keys'])(
  'the file of %s has the rows of the list',
  async (name) => {
    const { items } = (await (await service.get(`/api/${name}?limit=200`, cookie)).json()) as {
      items: { id: string }[];
    };
    const [, ...rows] = await lines(`/api/${name}/csv`);
    expect(items.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.split(',')[0])).toEqual(items.map(({ id }) => id));
  },
);

test('a filter narrows the file as it narrows the list, and formulas are defused', async () => {
  const all = await lines('/api/invites/csv');
  expect(all.join('\n')).toMatch(/,'=1\+1,/);
  expect(all.join('\n')).toMatch(/,'@SUM\(A1\),/);
  const [, ...found] = await lines('/api/invites/csv?search=class');
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('Class 4b');
  expect((await lines('/api/participants/csv?counted=excluded')).slice(1)).toEqual([]);
});

test('the conversations of a participant, and of nobody', async () => {
  const one = await service.given.votable();
  const [, ...rows] = await lines(`/api/participants/${one.participantId}/conversations/csv`);
  expect(rows.map((row) => row.split(',')[0])).toEqual([one.conversationId]);
  const nobody = await service.get(`/api/participants/${newId()}/conversations/csv`, cookie);
  expect(nobody.status).toBe(404);
});

test('battles of one model, of two, and of none that there is', async () => {
  expect(await lines('/api/leaderboard/battles/csv?first=oak&firstVersion=1')).toHaveLength(1);
  const ask = async (query: string): Promise<number> =>
    (await service.get(`/api/leaderboard/battles/csv?${query}`, cookie)).status;
  expect(await ask('first=elm&firstVersion=1')).toBe(404);
  expect(await ask('first=oak&firstVersion=1&second=oak')).toBe(400);
});
