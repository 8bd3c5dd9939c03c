import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { chatbotConfig, chatbotRecord, problem, type ChatbotRecord } from '@koi/contracts';
import { drawOf, saveChatbot, saveFileDraw, saveModel } from '@koi/database';
import { RunningService } from '../../test/running-service.js';

// Real: the service over HTTP, Postgres.
let service: RunningService;
let cookie: string;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
});
afterAll(() => service.close());
beforeEach(async () => {
  await service.dataSource.query('truncate model, chatbot, audit_entry cascade');
  for (const name of ['one', 'two', 'three'])
    await saveModel(service.dataSource.manager, {
      name,
      config: { connector: 'demo', style: 'brief', tokensPerSecond: 1, parameters: {} },
      source: name === 'three' ? 'dashboard' : 'koi_yaml',
    });
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}
const record = async (response: Response): Promise<ChatbotRecord> =>
  chatbotRecord.parse(await response.json());
const actions = async (): Promise<string[]> => {
  const { items } = (await (await ask('GET', '/api/audit-entries')).json()) as {
    items: { action: string; subjectName: string }[];
  };
  return items.map(({ action, subjectName }) => `${action} ${subjectName}`);
};

const pond = { title: 'Pond', feedback: 'rank', models: ['one', { model: 'two', weight: 3 }] };

/** As the next start of koi does. */
async function applyFile(models: unknown[]): Promise<void> {
  const config = chatbotConfig.parse({ title: 'Filed', models });
  const { manager } = service.dataSource;
  await saveChatbot(manager, { slug: 'filed', config, position: 0, source: 'koi_yaml' });
  await saveFileDraw(manager, 'filed', drawOf(config));
}
const filed = async (): Promise<ChatbotRecord> => {
  const { items } = (await (await ask('GET', '/api/chatbots')).json()) as {
    items: ChatbotRecord[];
  };
  const found = items.find(({ slug }) => slug === 'filed');
  if (!found) throw new Error('It was applied a moment ago.');
  return found;
};
const weights = ({ draw }: ChatbotRecord): string[] =>
  draw.map(
    ({ model, weight, role, overrides }) => `${model} ${weight} ${role}${overrides ? '!' : ''}`,
  );

test('a chatbot is made and changed, with the models it draws', async () => {
  const made = await record(await ask('POST', '/api/chatbots', { slug: 'pond', config: pond }));
  expect(made).toMatchObject({ source: 'dashboard', config: { title: 'Pond', feedback: 'rank' } });
  expect(weights(made)).toEqual(['one 1 live', 'two 3 live']);

  const changed = await record(
    await ask('PUT', `/api/chatbots/${made.id}`, {
      config: { ...pond, consent: 'Is this all right?', models: ['two', 'three'] },
      revision: made.revision,
    }),
  );
  expect(changed.config).toMatchObject({ consent: 'Is this all right?' });
  expect(weights(changed)).toEqual(['three 1 live', 'two 1 live']);
  expect(await actions()).toEqual(['changed pond', 'created pond']);

  const late = await ask('PUT', `/api/chatbots/${made.id}`, {
    config: pond,
    revision: made.revision,
  });
  expect(problem.parse(await late.json()).code).toBe('changed_meanwhile');
});

test('a new chatbot has the usual reasons; each change of them is a version, any other change is none', async () => {
  const versions = (): Promise<{ version: number; up: string[] }[]> =>
    service.dataSource.query(
      `select version, array(select r ->> 'key' from jsonb_array_elements(reasons -> 'up') r) as up
       from chatbot_reasons order by version`,
    );
  const usual = chatbotConfig.parse({ title: 'Pond', models: ['one'] }).reasons;
  const usualKeys = usual.up.map(({ key }) => key);
  expect(usualKeys.length).toBeGreaterThan(2);
  const made = await record(await ask('POST', '/api/chatbots', { slug: 'pond', config: pond }));
  const change = async ({ id, revision }: ChatbotRecord, config: object) =>
    record(await ask('PUT', `/api/chatbots/${id}`, { config, revision }));
  const own = { up: [{ key: 'wet', label: { en: 'Wet', de: 'Nass' } }] };

  const renamed = await change(made, { ...pond, title: 'Lake' });
  // What was read can be sent back.
  const { reasons } = renamed.config;
  const restated = await change(renamed, { ...pond, title: 'Lake', reasons });
  expect(await versions()).toEqual([{ version: 1, up: usualKeys }]);
  const changed = await change(restated, { ...pond, reasons: own });
  await change(changed, pond);

  expect(await versions()).toEqual([
    { version: 1, up: usualKeys },
    { version: 2, up: ['wet'] },
    { version: 3, up: usualKeys },
  ]);
});

test('weights and roles set by hand outlive a start; what koi.yaml says is kept to go back to', async () => {
  await applyFile(['one', { model: 'two', weight: 3 }]);
  const before = await filed();
  const draw = [
    { model: 'one', weight: 1, role: 'live' },
    { model: 'two', weight: 1, role: 'canary' },
    { model: 'three', weight: 2, role: 'live' },
  ];
  const set = await ask('PUT', `/api/chatbots/${before.id}/draw`, {
    draw,
    revision: before.revision,
  });
  expect(weights(await record(set))).toEqual(['one 1 live', 'three 2 live', 'two 1 canary!']);

  await applyFile(['one', { model: 'two', weight: 4 }]);
  const after = await filed();
  expect(weights(after)).toEqual(['one 1 live', 'three 2 live', 'two 1 canary!']);
  expect(after.draw.at(-1)?.overrides).toEqual({ weight: 4, role: 'live' });

  const back = [draw[0], { model: 'two', weight: 4, role: 'live' }];
  const reset = await ask('PUT', `/api/chatbots/${after.id}/draw`, {
    draw: back,
    revision: after.revision,
  });
  expect(weights(await record(reset))).toEqual(['one 1 live', 'two 4 live']);

  await applyFile(['one']);
  expect(weights(await filed())).toEqual(['one 1 live', 'two 4 off']);
});

test('a chatbot of koi.yaml is not edited; switched off, it stays so over a start', async () => {
  await applyFile(['one']);
  const { id, revision } = await filed();

  const edit = await ask('PUT', `/api/chatbots/${id}`, { config: pond, revision });
  expect(problem.parse(await edit.json()).code).toBe('defined_in_koi_yaml');
  await ask('PUT', `/api/chatbots/${id}/enabled`, { enabled: false });
  await applyFile(['one']);
  expect((await filed()).enabled).toBe(false);
  await ask('PUT', `/api/chatbots/${id}/enabled`, { enabled: true });
  expect((await filed()).enabled).toBe(true);
  expect(await actions()).toEqual(['switched_on filed', 'switched_off filed']);
});

test.each([
  ['a taken name', { slug: 'pond' }, 'name_taken', []],
  ['no model', { config: { ...pond, models: [] } }, 'invalid_input', ['config.models']],
  [
    'a model that is not there',
    { config: { ...pond, models: ['one', 'nobody'] } },
    'invalid_input',
    ['config.models.1.model'],
  ],
])('a chatbot with %s is refused at its field', async (_, body, code, paths) => {
  await ask('POST', '/api/chatbots', { slug: 'pond', config: pond });

  const response = await ask('POST', '/api/chatbots', { slug: 'lake', config: pond, ...body });

  const refused = problem.parse(await response.json());
  expect(refused.code).toBe(code);
  expect((refused.issues ?? []).map(({ path }) => path)).toEqual(paths);
});
