import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  chatCompletion,
  chatCompletionChunk,
  dashboardRoutes,
  openAiError,
  type ChatCompletionChunk,
  type OpenAiFeedbackReceipt,
} from '@koi/contracts';
import { fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import { generateText, streamText } from 'ai';
import OpenAI, { APIError, APIUserAbortError, NotFoundError } from 'openai';
import { RunningKoi, SERVICES } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

// Real: everything `koi up` starts, the official openai client, the AI SDK. Fake: the models' server.
const config = (baseUrl: string): string => `
version: 1
models:
  pine: { connector: openai-compatible, baseUrl: '${baseUrl}', model: pine-7b }
  birch: { connector: openai-compatible, baseUrl: '${baseUrl}', model: birch-8b }
chatbots:
  helper: { title: Helper, feedback: vote, models: [pine] }
  duel: { title: Duel, feedback: rank, models: [pine, birch], systemPrompt: Be kind. }
  secret: { title: Secret, feedback: none, models: [pine] }
`;

const launcher = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));
const ANSWER = 'naïve — 🐟\n\n- one\n- two';

let models: FakeUpstream;
let koi: RunningKoi;
let key: string;
let client: OpenAI;

/** `koi …` in the directory of the running koi. */
async function run(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [launcher, ...words], {
    cwd: koi.directory,
    env: { PATH: process.env['PATH'] },
  });
  return stdout.trim();
}
const clientWith = (apiKey: string): OpenAI =>
  new OpenAI({ apiKey, baseURL: `${koi.chatUrl}/v1`, maxRetries: 0 });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${koi.chatUrl}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const hello = { model: 'helper', messages: [{ role: 'user' as const, content: 'Hello' }] };
const last = () => {
  const request = models.requests.at(-1);
  if (!request) throw new Error('The upstream was not asked.');
  return request;
};

beforeAll(async () => {
  models = await fakeUpstream({
    script: { text: ANSWER, splits: { randomSeed: 3, longest: 40 } },
  });
  koi = await RunningKoi.start({ config: config(models.baseUrl) });
  key = await run('key', 'create', 'Tests', '--chatbot', 'helper', '--chatbot', 'duel');
  client = clientWith(key);
}, 90_000);
afterAll(async () => {
  await koi?.remove();
  await models?.stop();
}, 30_000);

describe('the openai client', () => {
  test('lists the chatbots of its key as models', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list()) ids.push(id);

    expect(ids.sort()).toEqual(['duel', 'helper']);
    expect(await client.models.retrieve('duel')).toMatchObject({
      object: 'model',
      owned_by: 'koi',
    });
    await expect(client.models.retrieve('secret')).rejects.toBeInstanceOf(NotFoundError);
  });

  test('gets a whole answer, and the model gets exactly what it sent', async () => {
    models.next({
      text: ANSWER,
      finishReason: 'length',
      usage: { promptTokens: 21, completionTokens: 8 },
    });
    const messages = [
      { role: 'system' as const, content: 'Speak like a fish.' },
      { role: 'user' as const, content: 'One' },
      { role: 'assistant' as const, content: 'Not by koi' },
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Two' }] },
    ];

    const completion = await client.chat.completions.create({
      model: 'helper',
      messages,
      temperature: 0.25,
      top_p: 0.5,
      max_completion_tokens: 50,
      stop: 'END',
      seed: 11,
      user: 'ada',
      metadata: { purpose: 'test' },
    });

    expect(chatCompletion.parse(completion)).toEqual(completion);
    expect(completion).toMatchObject({
      model: 'helper',
      choices: [{ index: 0, finish_reason: 'length', message: { content: ANSWER } }],
      usage: { prompt_tokens: 21, completion_tokens: 8, total_tokens: 29 },
    });
    expect(last().body).toMatchObject({
      messages: [...messages.slice(0, 3), { role: 'user', content: 'Two' }],
      temperature: 0.25,
      top_p: 0.5,
      max_tokens: 50,
      stop: ['END'],
      seed: 11,
    });
  });

  test('streams, with usage at the end', async () => {
    models.next({ text: ANSWER, usage: { promptTokens: 3, completionTokens: 9 } });
    const chunks: ChatCompletionChunk[] = [];
    const stream = await client.chat.completions.create({
      ...hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) chunks.push(chatCompletionChunk.parse(chunk));

    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(ANSWER);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test('gets the stream its own helper understands', async () => {
    const final = await client.chat.completions.stream({ ...hello, n: 2 }).finalChatCompletion();

    expect(final.choices.map(({ message }) => message.content)).toEqual([ANSWER, ANSWER]);
    expect(final).toMatchObject({
      koi: { candidate_ids: [expect.any(String), expect.any(String)] },
    });
  });

  test('gets n answers, of different models where there are several', async () => {
    const before = models.requests.length;
    models.next(({ model }) => ({ text: `${model} speaks` }));
    models.next(({ model }) => ({ text: `${model} speaks` }));

    const { choices } = await client.chat.completions.create({
      ...hello,
      model: 'duel',
      n: 2,
      seed: 5,
    });

    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
    expect(choices.map(({ message }) => message.content).sort()).toEqual([
      'birch-8b speaks',
      'pine-7b speaks',
    ]);
    const asked = models.requests.slice(before).map(({ body }) => body);
    expect(asked.map((body) => body['seed']).sort()).toEqual([5, 6]);
    expect(asked[0]?.messages[0]).toEqual({ role: 'system', content: 'Be kind.' });
  });

  test('that sends its history again goes on with the same conversation', async () => {
    const system = { role: 'system' as const, content: 'Short.' };
    const first = await client.chat.completions.create({
      model: 'duel',
      messages: [system, { role: 'user', content: 'Go on 1' }],
    });
    const history = [
      system,
      { role: 'user' as const, content: 'Go on 1' },
      { role: 'assistant' as const, content: first.choices[0]?.message.content ?? '' },
      { role: 'user' as const, content: 'Go on 2' },
    ];
    const second = await client.chat.completions.create({ model: 'duel', messages: history });
    const sent = last().body.messages;
    const other = await client.chat.completions.create({
      model: 'duel',
      messages: history,
      user: 'somebody else',
    });

    const idOf = (completion: object) => chatCompletion.parse(completion).koi.conversation_id;
    expect(idOf(second)).toBe(idOf(first));
    expect(idOf(other)).not.toBe(idOf(first));
    const exact = [{ role: 'system', content: 'Be kind.\n\nShort.' }, ...history.slice(1)];
    expect(sent).toEqual(exact);
    expect(last().body.messages).toEqual(exact);
  });

  test.each([true, false])('that goes away stops the model (stream: %s)', async (stream) => {
    models.next({ tokensPerSecond: 20, text: 'word '.repeat(400) });
    const before = models.requests.length;
    const controller = new AbortController();
    const asked = client.chat.completions.create(
      { ...hello, stream },
      { signal: controller.signal },
    );
    const outcome = asked.then(
      async (answer) => {
        if ('controller' in answer) for await (const _ of answer) controller.abort();
      },
      (error: unknown) => error,
    );
    await waitFor(() => models.requests.length > before, { what: 'the upstream to be asked' });
    if (!stream) controller.abort();
    await outcome;

    if (!stream) await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
    await waitFor(() => last().abortedAt !== undefined, { what: 'the upstream to be let go' });
    expect(last().endedAt).toBeUndefined();
  });

  test('gets OpenAI’s errors', async () => {
    const failure = async (asked: Promise<unknown>): Promise<APIError> => {
      const error: unknown = await asked.catch((caught: unknown) => caught);
      if (error instanceof APIError) return error;
      throw new Error('It did not fail.');
    };
    const create = (body: object, by = client) =>
      failure(by.chat.completions.create({ ...hello, ...body }));

    expect(await create({}, clientWith('koi_wrong'))).toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    expect(await create({ model: 'secret' })).toMatchObject({
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
    });
    expect(await create({ temperature: 9 })).toMatchObject({ status: 400, param: 'temperature' });
    expect(await create({ tools: [{ type: 'function' }] })).toMatchObject({ param: 'tools' });
    models.next({ refuse: { status: 401, message: 'The key of the owner' } });
    const refused = await create({});
    expect(refused).toMatchObject({ status: 502, code: 'generation_failed', type: 'server_error' });
    expect(refused.message).not.toContain('The key of the owner');
    expect(refused.headers?.get('x-should-retry')).toBe('false');
  });

  test('gets an error in the stream when the model fails in the middle', async () => {
    models.next({ errorAfterTokens: 3, text: 'one two three four five six' });
    const read = async (): Promise<void> => {
      for await (const _ of await client.chat.completions.create({ ...hello, stream: true }));
    };

    await expect(read()).rejects.toMatchObject({ code: 'generation_failed' });
  });
});

describe('the AI SDK', () => {
  const provider = () =>
    createOpenAICompatible({
      name: 'koi',
      apiKey: key,
      baseURL: `${koi.chatUrl}/v1`,
      includeUsage: true,
    });

  test('generates and streams', async () => {
    const usage = { promptTokens: 4, completionTokens: 6 };
    models.next({ text: ANSWER, usage });
    const whole = await generateText({
      model: provider()('helper'),
      system: 'Short.',
      prompt: 'Hello',
      stopSequences: ['END'],
      seed: 3,
      maxRetries: 0,
    });
    expect(whole).toMatchObject({ text: ANSWER, finishReason: 'stop' });
    expect(whole.usage).toMatchObject({ inputTokens: 4, outputTokens: 6 });
    expect(last().body).toMatchObject({ stop: ['END'], seed: 3 });

    models.next({ text: ANSWER, usage });
    const streamed = streamText({ model: provider()('helper'), prompt: 'Hello', maxRetries: 0 });
    let text = '';
    for await (const part of streamed.textStream) text += part;
    expect(text).toBe(ANSWER);
    expect(await streamed.usage).toMatchObject({ inputTokens: 4, outputTokens: 6 });
  });

  test('sees errors, before and in the stream', async () => {
    await expect(
      generateText({ model: provider()('secret'), prompt: 'Hello', maxRetries: 0 }),
    ).rejects.toMatchObject({ statusCode: 404 });

    models.next({ errorAfterTokens: 3, text: 'one two three four five six' });
    const errors: unknown[] = [];
    const streamed = streamText({
      model: provider()('helper'),
      prompt: 'Hello',
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });
    await streamed.consumeStream();
    expect(errors).toHaveLength(1);
  });

  test('that goes away stops the model', async () => {
    models.next({ tokensPerSecond: 20, text: 'word '.repeat(400) });
    const controller = new AbortController();
    const streamed = streamText({
      model: provider()('helper'),
      prompt: 'Hello',
      abortSignal: controller.signal,
      onChunk: () => controller.abort(),
    });
    await streamed.consumeStream();

    await waitFor(() => last().abortedAt !== undefined, { what: 'the upstream to be let go' });
  });
});

describe('the wire', () => {
  test('is `data:` lines alone, ended by [DONE]', async () => {
    const response = await post('/v1/chat/completions', { ...hello, stream: true });
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(text).toMatch(/^(data: \{[^\n]*\}\n\n)+data: \[DONE\]\n\n$/);
    expect(text).not.toContain('"usage"');
  });

  test('ends with an error and without [DONE] when the model fails in the middle', async () => {
    models.next({ errorAfterTokens: 3, text: 'one two three four five six' });
    const text = await (await post('/v1/chat/completions', { ...hello, stream: true })).text();

    const events = text.trim().split('\n\n');
    expect(text).not.toContain('[DONE]');
    expect(
      openAiError.parse(JSON.parse(events.at(-1)?.slice('data: '.length) ?? '')).error,
    ).toMatchObject({
      type: 'server_error',
      code: 'generation_failed',
    });
  });

  test.each<[string, () => Promise<Response>, number]>([
    ['broken JSON', () => post('/v1/chat/completions', '{"model":'), 400],
    ['another route', () => post('/v1/embeddings', {}), 404],
    [
      'another type',
      () => post('/v1/chat/completions', 'x', { 'content-type': 'application/xml' }),
      415,
    ],
    ['too much', () => post('/v1/chat/completions', { x: 'x'.repeat(1_100_000) }), 413],
    ['no key', () => fetch(`${koi.chatUrl}/v1/models`), 401],
    ['no body', () => post('/v1/feedback', {}), 400],
  ])('answers %s with an error of OpenAI’s shape', async (_, ask, status) => {
    const response = await ask();

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    openAiError.parse(await response.json());
  });
});

describe('feedback', () => {
  const give = (body: object, by = key) =>
    post('/v1/feedback', body, { authorization: `Bearer ${by}` });
  const receiptOf = async (body: object): Promise<OpenAiFeedbackReceipt> => {
    const response = await give(body);
    expect(response.status).toBe(200);
    return (await response.json()) as OpenAiFeedbackReceipt;
  };
  const refusal = async (body: object, by = key): Promise<unknown> => {
    const response = await give(body, by);
    return [response.status, openAiError.parse(await response.json()).error.code];
  };

  test('is stored as the team sees it: vote, ranking, correction and comment', async () => {
    const created = await client.chat.completions.create({ ...hello, model: 'duel', n: 3 });
    const { koi: ids } = chatCompletion.parse(created);
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);

    await receiptOf({ type: 'vote', id: `${created.id}:0`, value: 'up' });
    await receiptOf({ type: 'vote', id: ids.candidate_ids[0], value: 'down' });
    const ranking = { type: 'ranking', ids: [`${created.id}:2`, `${created.id}:1`] };
    expect(await receiptOf({ ...ranking, outcome: 'a_better' })).toMatchObject({
      status: 'stored',
      candidate_ids: [ids.candidate_ids[2], ids.candidate_ids[1]],
    });
    await receiptOf({ type: 'correction', id: `${created.id}:1`, text: 'Better so' });
    await receiptOf({ type: 'comment', id: `${created.id}:1`, text: 'Hm' });
    await receiptOf({ type: 'comment', id: `${created.id}:1`, text: null });

    const record = await team.client.call(dashboardRoutes.getConversationRecord, {
      params: { conversationId: ids.conversation_id },
    });
    const [turn] = record.turns;
    const candidate = (index: number) =>
      turn?.candidates.find(({ id }) => id === ids.candidate_ids[index]);
    expect(candidate(0)?.votes.map(({ value, current }) => [value, current])).toEqual([
      ['up', false],
      ['down', true],
    ]);
    expect(turn?.rankings).toMatchObject([{ value: 'a_better', current: true }]);
    expect(candidate(1)?.words.map(({ kind, value, text }) => [kind, value, text])).toEqual(
      expect.arrayContaining([
        ['correction', 'given', 'Better so'],
        ['comment', 'given', 'Hm'],
        ['comment', 'undo', null],
      ]),
    );
  });

  test('names one answer; a pair belongs to one request', async () => {
    const pair = await client.chat.completions.create({ ...hello, n: 2 });
    const other = await client.chat.completions.create(hello);
    const rank = (...ids: string[]) => ({ type: 'ranking', ids, outcome: 'tie' });

    expect(await refusal({ type: 'vote', id: pair.id, value: 'up' })).toEqual([
      400,
      'choice_required',
    ]);
    expect(await refusal(rank(`${pair.id}:0`, other.id))).toEqual([400, 'not_comparable']);
    expect(await refusal(rank(`${pair.id}:0`, `${pair.id}:0`))).toEqual([400, 'not_comparable']);
    expect(await refusal({ type: 'vote', id: other.id, value: 'undo' })).toEqual([
      409,
      'nothing_to_undo',
    ]);
    expect(await receiptOf(rank(`${pair.id}:0`, `${pair.id}:1`))).toMatchObject({ revision: 1 });
  });

  test('of another key finds nothing', async () => {
    const { id } = await client.chat.completions.create(hello);
    const stranger = await run('key', 'create', 'Stranger');

    expect(await refusal({ type: 'vote', id, value: 'up' }, stranger)).toEqual([
      404,
      'candidate_not_found',
    ]);
  });

  test('with one Idempotency-Key twice is one', async () => {
    const { id } = await client.chat.completions.create(hello);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const vote = { type: 'vote', id, value: 'up' };

    await post('/v1/feedback', vote, headers);
    const again = await post('/v1/feedback', vote, headers);

    expect(await again.json()).toMatchObject({ status: 'stored', revision: 1 });
  });
});

test('a key opens /v1 and nothing else, ends when it is revoked, and is in no log', async () => {
  const headers = { authorization: `Bearer ${key}`, cookie: `koi_participant=${key}` };
  expect((await fetch(`${koi.chatUrl}/api/conversations`, { headers })).status).toBe(401);
  expect((await fetch(`${koi.dashboardUrl}/api/overview`, { headers })).status).toBe(401);
  expect((await fetch(`${koi.dashboardUrl}/v1/models`, { headers })).status).toBe(404);

  expect(await run('key', 'list')).toMatch(/^koi_.{8}… {2}open {2}used .*duel,helper {2}Tests/m);
  await run('key', 'revoke', key.slice(0, 12));
  expect((await fetch(`${koi.chatUrl}/v1/models`, { headers })).status).toBe(401);

  for (const service of SERVICES) expect(await koi.log(service)).not.toContain(key);
});
