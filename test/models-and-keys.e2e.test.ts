import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  dashboardRoutes,
  probeEvent,
  type ChatbotRecord,
  type ModelRecord,
  type ProbeEvent,
  type BodyOf,
} from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { fakeUpstream, type FakeUpstream } from '@koi/testing';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

// Real: everything `koi up` starts, and `koi doctor`. Fake: the models' server, which takes one key and repeats any other.
const KEY = 'sk-heron-7Qm2vX9pLw4RtB6n';
const WRONG_KEY = 'sk-stork-3Zk8yH5cJd1NfV0g';
const MODEL = 'vendor/heron-7b';
const doctorEntry = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));

let upstream: FakeUpstream;
let koi: RunningKoi;
let team: TeamMember;
let person: Participant;
let model: ModelRecord;
/** What people and the team were shown besides HTTP answers. */
const printed: string[] = [];

beforeAll(async () => {
  upstream = await fakeUpstream({ apiKey: KEY, models: [MODEL, 'vendor/egret-1b'] });
  koi = await RunningKoi.start({
    config: `version: 1
models: { demo: { connector: demo, tokensPerSecond: 0 } }
chatbots: { pond: { title: Pond, models: [demo] } }
`,
    // The more is logged, the more could slip.
    env: { LOG_LEVEL: 'trace' },
  });
  team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
  person = await Participant.enter(koi.chatUrl);
}, 90_000);
afterAll(async () => {
  await koi?.remove();
  await upstream?.stop();
}, 30_000);

const config = () => ({
  connector: 'openai-compatible' as const,
  baseUrl: upstream.baseUrl,
  model: MODEL,
  retries: { attempts: 1 },
});

/** Every line of a probe. */
async function probe(body: BodyOf<typeof dashboardRoutes.probeModel>): Promise<ProbeEvent[]> {
  const response = await team.fetch('/api/probes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  const lines = (await response.text()).trim().split('\n');
  return lines.map((line) => probeEvent.parse(JSON.parse(line)));
}

/** `koi doctor`, beside the koi that runs. */
function doctor(): Promise<{ code: number; said: string }> {
  const [chat, dashboard] = [koi.chatUrl, koi.dashboardUrl].map((url) => new URL(url).port);
  const flags = ['--host', '127.0.0.1', '--chat-port', chat, '--dashboard-port', dashboard];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [doctorEntry, 'doctor', ...flags.map(String)],
      { cwd: koi.directory, env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
      (error, stdout, stderr) => {
        printed.push(stdout, stderr);
        resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
      },
    );
  });
}

test('a model is tried before it is saved: its models, some tokens, or exactly what its server says', async () => {
  const good = await probe({ config: config(), key: KEY });
  expect(good.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['listing', 'models', 'asking', 'text', 'done']),
  );
  expect(good.at(-1)).toMatchObject({
    type: 'done',
    report: {
      models: { status: 'listed', names: [MODEL, 'vendor/egret-1b'], total: 2, hasModel: true },
      answer: { status: 'answered', text: expect.stringMatching(/\S/) },
    },
  });

  const bad = await probe({ config: config(), key: WRONG_KEY });
  const [report] = bad.flatMap((event) => (event.type === 'done' ? [event.report] : []));
  expect(report?.answer).toMatchObject({
    status: 'failed',
    failure: { kind: 'refused_key', answer: { status: 401 } },
  });
  const said = JSON.stringify(report);
  expect(said).toContain('Incorrect API key provided: ');
  expect(said).not.toContain(WRONG_KEY);
}, 30_000);

test('a key that is typed in reaches the upstream, without a restart', async () => {
  model = await team.client.call(dashboardRoutes.createModel, {
    body: { name: 'heron', config: config(), key: KEY },
  });
  expect(model).toMatchObject({ key: { kind: 'typed' }, source: 'dashboard' });
  expect((await probe({ modelId: model.id })).at(-1)).toMatchObject({
    report: { answer: { status: 'answered' } },
  });

  await team.client.call(dashboardRoutes.createChatbot, {
    body: { slug: 'marsh', config: { title: 'Marsh', models: ['heron'] } },
  });
  const { turn } = await person.begin('marsh', 'Who wades here?');
  await person.read(turn.id);

  const [candidate] = (await person.turn(turn.id)).candidates;
  expect(candidate).toMatchObject({
    state: 'completed',
    text: expect.stringContaining('“Who wades here?”'),
  });
  expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
}, 30_000);

test('a key does not follow its model to another address', async () => {
  const before = upstream.requests.length;
  const moved = { ...config(), baseUrl: upstream.baseUrl.replace('127.0.0.1', 'localhost') };

  await expect(
    team.client.call(dashboardRoutes.updateModel, {
      params: { modelId: model.id },
      body: { config: moved, revision: model.revision },
    }),
  ).rejects.toMatchObject({ problem: { status: 422, code: 'key_required' } });
  const refused = await team.fetch('/api/probes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config: moved, modelId: model.id }),
  });
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'key_required' }]);
  expect(upstream.requests).toHaveLength(before);
}, 20_000);

test('koi doctor has model-proxy try every model, and says which key is refused', async () => {
  const healthy = await doctor();
  expect(healthy.said).toMatch(/^ok +model demo +answers/m);
  expect(healthy.said).toMatch(/^ok +model heron +answers; first words after \d+ ms$/m);
  expect(healthy.said).toMatch(/^ok +KOI_SECRET_KEY +opens the 1 keys/m);
  expect(healthy).toMatchObject({ code: 0, said: expect.stringMatching(/, 0 failures\s*$/) });

  await team.client.call(dashboardRoutes.updateModel, {
    params: { modelId: model.id },
    body: { config: config(), key: WRONG_KEY, revision: model.revision },
  });
  const ailing = await doctor();
  expect(ailing.said).toMatch(/^ok +model demo/m);
  expect(ailing.said).toMatch(/^fail +model heron .*\n +→ Give it a key that is valid/m);
  expect(ailing).toMatchObject({ code: 1, said: expect.stringMatching(/, 1 failures\s*$/) });
}, 40_000);

test('the keys are nowhere: in no answer, no log, no row', async () => {
  const { items: entries } = await team.client.call(dashboardRoutes.listAuditEntries);
  expect(entries.map(({ action, subjectName }) => `${action} ${subjectName}`)).toEqual([
    'changed heron',
    'created marsh',
    'created heron',
  ]);
  const listed: (ModelRecord | ChatbotRecord)[] = [
    ...(await team.client.call(dashboardRoutes.listModels)).items,
    ...(await team.client.call(dashboardRoutes.listChatbotRecords)).items,
  ];
  expect(listed).toHaveLength(4);

  const folder = join(koi.directory, '.koi/logs');
  const logs = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const seen = [team.heard, person.heard, koi.said, ...printed, ...logs].join('\n');
  // It was looked where there is something: the model stands in answers, in logs and in rows.
  expect(team.heard).toContain(MODEL);
  expect(logs.join('\n')).toContain('"model":"heron"');
  expect(await tablesWith(MODEL)).toContain('public.model');
  for (const key of [KEY, WRONG_KEY]) {
    expect(seen.includes(key)).toBe(false);
    expect(await tablesWith(key)).toEqual([]);
  }
}, 30_000);

/** The tables, koi's and the queues', of which a row holds a text, as it stands or as bytes or base64. */
async function tablesWith(text: string): Promise<string[]> {
  const published = await readFile(join(koi.directory, '.koi/connection.env'), 'utf8');
  const url = parseEnv(published)['DATABASE_URL'] ?? '';
  const dataSource = createDataSource({ url, poolSize: 1, applicationName: 'test' });
  await dataSource.initialize();
  try {
    const bytes = Buffer.from(text);
    const wanted = [text, bytes.toString('hex'), bytes.toString('base64').replace(/.?=*$/, '')];
    const tables = await dataSource.query<{ name: string }[]>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await dataSource.query<{ there: boolean }[]>(
        `select exists (select from ${name} as t, unnest($1::text[]) as wanted
                        where strpos(t::text, wanted) > 0) as there`,
        [wanted],
      );
      if (row?.there) found.push(name);
    }
    return found;
  } finally {
    await dataSource.destroy();
  }
}
