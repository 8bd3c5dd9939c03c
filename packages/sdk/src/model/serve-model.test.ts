import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Model, PredictContext } from './model.js';
import { serveModel, type ServedModel } from './serve-model.js';

const KEY = 'open sesame';
const onError = jest.fn<(error: unknown) => void>();

let served: ServedModel | undefined;
afterEach(async () => {
  await served?.close();
  onError.mockReset();
});

async function ask(model: Model, body: object = {}, init: RequestInit = {}): Promise<Response> {
  await served?.close();
  served = await serveModel(model, { key: KEY, port: 0, onError });
  return fetch(`${served.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], ...body }),
    ...init,
  });
}

const events = async (response: Response): Promise<string[]> =>
  (await response.text())
    .split('\n\n')
    .filter(Boolean)
    .map((line) => line.replace('data: ', ''));

interface Chunk {
  readonly choices?: { delta: { content?: string }; finish_reason: string | null }[];
  readonly error?: { message: string };
}
const chunks = async (response: Response): Promise<Chunk[]> =>
  (await events(response))
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as Chunk);
const textsOf = (all: Chunk[]): string[] =>
  all.flatMap(({ choices }) => choices?.[0]?.delta.content ?? []);

class Pond {
  private readonly fish = ['a', ' 🐟', ' b'];
  predict(): string[] {
    return this.fish;
  }
}

describe.each<[string, Model]>([
  ['a function that gives a string', () => 'a 🐟 b'],
  ['one that gives it later', async () => sleep(5, 'a 🐟 b')],
  [
    'a generator',
    async function* () {
      yield 'a';
      await sleep(5);
      yield ' 🐟 b';
    },
  ],
  ['a promise of a stream', async () => sleep(5, new Pond().predict().values())],
  ['an object of a class', new Pond()],
])('%s', (_, model) => {
  test('answers whole', async () => {
    expect(await (await ask(model)).json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'a 🐟 b' }, finish_reason: 'stop' }],
    });
  });

  test('answers in a stream', async () => {
    const response = await ask(model, { stream: true });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const data = await events(response);
    expect(data.at(-1)).toBe('[DONE]');
    const all = data.slice(0, -1).map((json) => JSON.parse(json) as Chunk);
    expect(textsOf(all).join('')).toBe('a 🐟 b');
    expect(all.at(-1)?.choices?.[0]?.finish_reason).toBe('stop');
  });
});

test('a model gets the conversation and what was set', async () => {
  const predict = jest.fn((_messages: unknown, _context: PredictContext) => 'Koi');
  await ask(predict, {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    ],
    temperature: 0.5,
    max_tokens: 9,
    stop: 'END',
    seed: null,
  });

  const [messages, context] = predict.mock.calls[0] ?? [];
  expect(messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
  ]);
  expect(context?.parameters).toEqual({ temperature: 0.5, maxTokens: 9, stop: ['END'] });
});

test('a character that a model cuts in two comes whole', async () => {
  const [fish] = ['🐟'];
  const halves = function* () {
    yield `a${fish?.[0]}`;
    yield `${fish?.[1]}b`;
  };
  expect(textsOf(await chunks(await ask(halves, { stream: true })))).toEqual(['a', '🐟b']);
});

describe('who leaves', () => {
  test('stops the model, which hears it by its signal and is returned from', async () => {
    let heard: unknown;
    let returned = false;
    const endless: Model = async function* (_, { signal }) {
      signal.addEventListener('abort', () => {
        heard = signal.reason;
      });
      try {
        for (;;) {
          yield 'and on ';
          await sleep(5);
        }
      } finally {
        returned = true;
      }
    };
    const leaving = new AbortController();
    const response = await ask(endless, { stream: true }, { signal: leaving.signal });
    await response.body?.getReader().read();

    leaving.abort();

    const deadline = Date.now() + 5_000;
    while (!returned && Date.now() < deadline) await sleep(5);
    expect(returned).toBe(true);
    expect(String(heard)).toContain('Nobody waits');
    expect(onError).not.toHaveBeenCalled();
  });

  test('is noticed before the first piece, too, and a whole answer raises nothing', async () => {
    const signals: AbortSignal[] = [];
    const slow: Model = (_, { signal }) => {
      signals.push(signal);
      return signals.length === 1 ? sleep(60_000, '', { signal, ref: false }) : 'Koi';
    };
    const server = (served = await serveModel(slow, { key: KEY, port: 0, onError }));
    const send = (signal?: AbortSignal): Promise<Response> =>
      fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] }),
        ...(signal ? { signal } : {}),
      });

    await expect(send(AbortSignal.timeout(100))).rejects.toThrow();
    await (await send()).json();
    await sleep(20);

    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('failures', () => {
  const fails: Model = () => {
    throw new RangeError('The pond is empty.');
  };

  test.each([true, false])('before the first piece are a status (stream: %p)', async (stream) => {
    const response = await ask(fails, { stream });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      error: { message: 'RangeError: The pond is empty.', type: 'server_error' },
    });
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test('later are told in the stream', async () => {
    const breaks: Model = function* () {
      yield 'Well';
      throw new RangeError('The pond is empty.');
    };
    const all = await chunks(await ask(breaks, { stream: true }));
    expect(textsOf(all)).toEqual(['Well']);
    expect(all.at(-1)?.error?.message).toBe('RangeError: The pond is empty.');
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test.each<[unknown, string]>([
    [undefined, 'it gave undefined'],
    [5, 'it gave of type number'],
    [['a', 5], 'one was of type number'],
  ])('an answer of %j is one', async (answer, said) => {
    const response = await ask((() => answer) as unknown as Model);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(said) },
    });
  });

  test.each<[number, string, RequestInit]>([
    [401, 'key is missing', { headers: {} }],
    [401, 'key is missing', { headers: { authorization: `Bearer ${KEY}!` } }],
    [405, 'Use POST', { method: 'GET', body: null }],
    [400, 'not JSON', { body: '{' }],
    [400, 'messages', { body: '{}' }],
    [400, 'messages.0', { body: '{"messages":[{"role":"tool","content":"x"}]}' }],
  ])('a request that is wrong gets %i and “%s”', async (status, said, init) => {
    const response = await ask(() => 'Koi', {}, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(said) },
    });
    expect(onError).not.toHaveBeenCalled();
  });

  test('a server without a key does not start', async () => {
    await expect(serveModel(() => 'Koi', { key: '' })).rejects.toThrow('needs a key');
  });
});

test('it is listed, and nothing else is there', async () => {
  served = await serveModel(() => 'Koi', { key: KEY, port: 0, name: 'pond' });
  const headers = { authorization: `Bearer ${KEY}` };
  const models = await fetch(`${served.url}/v1/models`, { headers });
  expect(await models.json()).toMatchObject({ data: [{ id: 'pond' }] });
  expect((await fetch(`${served.url}/`, { headers })).status).toBe(404);
});
