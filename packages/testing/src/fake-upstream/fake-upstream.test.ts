import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { fakeUpstream, type FakeUpstream } from './fake-upstream.js';

let upstream: FakeUpstream;
beforeEach(async () => void (upstream = await fakeUpstream()));
afterEach(() => upstream.stop());

const ask = (body: object = {}, signal?: AbortSignal) =>
  fetch(`${upstream.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'fake-1',
      messages: [{ role: 'user', content: 'Grüße 🐟' }],
      ...body,
    }),
    ...(signal && { signal }),
  });

interface Chunk {
  choices: { delta: { role?: string; content?: string }; finish_reason: string | null }[];
  usage?: { total_tokens: number } | null;
}

const dataLines = (text: string) =>
  text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice(6));

const chunksOf = (text: string) =>
  dataLines(text)
    .filter((line) => line !== '[DONE]')
    .map((line) => JSON.parse(line) as Chunk);

const contentOf = (chunks: Chunk[]) =>
  chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');

test('a stream is role, tokens, finish reason, usage and [DONE], in this order', async () => {
  upstream.script({ text: 'Hello there, koi' });

  const response = await ask({ stream: true, stream_options: { include_usage: true } });
  const text = await response.text();
  const chunks = chunksOf(text);

  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
  expect(contentOf(chunks)).toBe('Hello there, koi');
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  expect(dataLines(text).at(-1)).toBe('[DONE]');
});

test('without include_usage no chunk speaks of usage', async () => {
  const text = await (await ask({ stream: true })).text();

  expect(text).not.toContain('usage');
});

test('the default answer depends on the question and the model, and on nothing else', async () => {
  const answer = async (body: object) =>
    ((await (await ask(body)).json()) as { choices: { message: { content: string } }[] }).choices[0]
      ?.message.content;

  expect(await answer({})).toBe(await answer({}));
  expect(await answer({})).toContain('Grüße 🐟');
  expect(await answer({ model: 'fake-2' })).not.toBe(await answer({}));
});

test('bytes may be cut inside characters and lines, with CRLF and comments, and still add up', async () => {
  upstream.script({ text: 'Grüße 🐟', splits: { every: 1 }, lineEnding: '\r\n', comments: true });

  const response = await ask({ stream: true });
  let reads = 0;
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    reads++;
    text += decoder.decode(bytes as Uint8Array, { stream: true });
  }

  expect(contentOf(chunksOf(text))).toBe('Grüße 🐟');
  expect(text).toContain('\r\n\r\n');
  expect(text).toMatch(/^: keep-alive/);
  expect(reads).toBeGreaterThan(100);
});

test('max_tokens cuts the answer and says length', async () => {
  upstream.script({ text: 'one two three four five' });

  const chunks = chunksOf(await (await ask({ stream: true, max_tokens: 2 })).text());

  expect(contentOf(chunks)).toBe('one two');
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
});

test('refusals carry OpenAI errors and Retry-After, and `next` holds for one request', async () => {
  upstream.next({ refuse: { status: 429, retryAfterSeconds: 7 } });

  const refused = await ask();

  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('7');
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  expect((await ask()).status).toBe(200);
});

test('a dropped connection is an error to the reader', async () => {
  upstream.script({ dropAfterTokens: 2 });

  await expect(ask({ stream: true }).then((response) => response.text())).rejects.toThrow();
});

test('errors and broken JSON come inside the stream after the given token', async () => {
  upstream.next({ text: 'one two three', errorAfterTokens: 1 });
  upstream.next({ text: 'one two three', malformedAfterTokens: 1 });

  const failed = dataLines(await (await ask({ stream: true })).text());
  const broken = dataLines(await (await ask({ stream: true })).text());

  expect(JSON.parse(failed.at(-1) ?? '')).toMatchObject({ error: { type: 'server_error' } });
  expect(() => JSON.parse(broken.at(-1) ?? '') as unknown).toThrow();
});

test('a caller that goes away is recorded', async () => {
  upstream.script({ stallAfterTokens: 1 });
  const caller = new AbortController();

  const response = await ask({ stream: true }, caller.signal);
  await response.body?.getReader().read();
  caller.abort();

  await waitFor(() => upstream.requests[0]?.abortedAt, { what: 'the abort to be noticed' });
  expect(upstream.requests[0]?.endedAt).toBeUndefined();
});

test('models are listed, other paths and wrong keys are refused in the same shape', async () => {
  const locked = await fakeUpstream({ apiKey: 'sk-right', models: ['one'] });
  const get = (path: string, key: string) =>
    fetch(`${locked.baseUrl}${path}`, { headers: { authorization: `Bearer ${key}` } });

  expect(await (await get('/models', 'sk-right')).json()).toMatchObject({ data: [{ id: 'one' }] });
  expect((await get('/models', 'sk-wrong')).status).toBe(401);
  expect((await get('/nothing', 'sk-right')).status).toBe(404);
  await locked.stop();
});
