import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeUpstream, waitFor } from '@koi/testing';
import fc from 'fast-check';
import { collect, connectorContract, textOf } from '../connector.contract.js';
import type { Connector, ConnectorEvent } from '../connector.js';
import { createConnector } from '../registry.js';
import { UpstreamFailure } from '../upstream-failure.js';

const KEY = 'sk-very-secret-0123456789';

const localModel = (): never => {
  throw new Error('There is none here.');
};

const connect = (baseUrl: string, model = 'tiny-1'): Connector =>
  createConnector(
    { connector: 'openai-compatible', baseUrl, model, apiKey: '${KEY}', parameters: {} },
    { readSecret: () => KEY, fetch, localModel },
  );

type Answering = (response: ServerResponse, body: Record<string, unknown>) => unknown;

/** A server that answers whatever the test wants, byte for byte, and also what no sane server would. */
async function upstream(answer: Answering) {
  const requests: { body: Record<string, unknown>; headers: IncomingHttpHeaders }[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      requests.push({ body, headers: request.headers });
      void answer(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    open: () => open,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const chunk = (delta: object, more: object = {}): string =>
  JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
  });
const data = (json: string, eol = '\n'): string => `data: ${json}${eol}${eol}`;
const ending =
  data(chunk({}, { finish_reason: 'stop' })) +
  data(JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } })) +
  data('[DONE]');

const sse = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });

/** Answers with these bytes, cut at these places. */
const inPieces =
  (stream: string, size: number): Answering =>
  async (response) => {
    sse(response);
    const bytes = Buffer.from(stream, 'utf8');
    for (let from = 0; from < bytes.length; from += size) {
      response.write(bytes.subarray(from, from + size));
      await new Promise(setImmediate);
    }
    response.end();
  };

const words = ['Fish ', '🐟', ' live', ' in', ' wáter', '… ', '👩‍👩‍👧'];
const wholeStream = words.map((content) => data(chunk({ content }))).join('') + ending;

connectorContract('openai-compatible', async () => {
  const quick = await fakeUpstream({
    script: { text: words.join(''), splits: { every: 7 }, comments: true, lineEnding: '\r\n' },
  });
  const slow = await fakeUpstream({ script: { stallAfterTokens: 1 } });
  return {
    quick: connect(quick.baseUrl, 'fake-1'),
    slow: connect(slow.baseUrl, 'fake-1'),
    close: async () => {
      await quick.stop();
      await slow.stop();
    },
  };
});

let running: Awaited<ReturnType<typeof upstream>> | undefined;
let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});

interface Asked {
  parameters?: object;
  onActivity?: () => void;
}

async function ask(
  answer: Answering,
  { parameters = {}, onActivity }: Asked = {},
): Promise<ConnectorEvent[]> {
  await running?.close();
  running = await upstream(answer);
  const connector = connect(running.baseUrl);
  const messages = [{ role: 'user', content: 'Hi' } as const];
  return collect(
    connector.stream({
      messages,
      parameters,
      signal: stop.signal,
      ...(onActivity ? { onActivity } : {}),
    }),
  );
}

/** The failure of a request, checked for what must never be in one. */
async function failureOf(answer: Answering, asked?: Asked): Promise<UpstreamFailure> {
  const error = await ask(answer, asked).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UpstreamFailure);
  const failure = error as UpstreamFailure;
  expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`).not.toContain(KEY);
  expect(failure.detail).not.toMatch(/tiny-1|127\.0\.0\.1/);
  expect(failure.message).toMatch(/tiny-1 at 127\.0\.0\.1/);
  return failure;
}

describe('the request', () => {
  test('asks for a stream with usage, and names only the parameters that are set', async () => {
    await ask(inPieces(wholeStream, 1_000), {
      parameters: { temperature: 0.5, topP: 0.9, maxTokens: 20, stop: ['END'], seed: 3 },
    });

    expect(running?.requests[0]?.body).toEqual({
      model: 'tiny-1',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 20,
      stop: ['END'],
      seed: 3,
    });
    expect(running?.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test.each([
    ['stream_options', 'Unrecognized request argument supplied: stream_options'],
    ['max_tokens', "Unsupported parameter: use 'max_completion_tokens' instead of 'max_tokens'."],
  ])('is asked again without %s when the server does not know it', async (field, message) => {
    const events = await ask(
      (response, body) => {
        if (!(field in body)) return inPieces(wholeStream, 1_000)(response, body);
        response.writeHead(400, { 'content-type': 'application/json' });
        return response.end(JSON.stringify({ error: { message } }));
      },
      { parameters: { maxTokens: 20 } },
    );

    expect(textOf(events)).toBe(words.join(''));
    expect(running?.requests).toHaveLength(2);
  });
});

describe('reading the stream', () => {
  test.each([1, 2, 3, 5, 11, 64])('pieces of %i bytes give the same events', async (size) => {
    const events = await ask(inPieces(wholeStream, size));

    expect(textOf(events)).toBe(words.join(''));
    expect(events.slice(-2)).toEqual([
      { type: 'usage', promptTokens: 9, completionTokens: 4 },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  test('any text arrives whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        async (parts, size) => {
          const clean = parts.map((part) => part.replaceAll('\0', ''));
          const events = await ask(
            inPieces(clean.map((content) => data(chunk({ content }))).join('') + ending, size),
          );
          await running?.close();

          expect(textOf(events)).toBe(clean.join(''));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('half a surrogate pair waits for the other half', async () => {
    const halves = data(chunk({ content: 'a\ud83d' })) + data(chunk({ content: '\udc1fb' }));

    const events = await ask(inPieces(halves + ending, 9));

    expect(events.filter(({ type }) => type === 'text')).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: '🐟b' },
    ]);
  });

  test('a half that stays alone, and NUL, do not get through', async () => {
    const odd = data(chunk({ content: 'a\0b\udc1f' })) + data(chunk({ content: 'c\ud83d' }));

    expect(textOf(await ask(inPieces(odd + ending, 9)))).toBe('ab\ufffdc\ufffd');
  });

  test.each([
    ['CRLF line ends', wholeStream.replaceAll('\n', '\r\n')],
    [
      'comments and other fields',
      `: keep-alive\n\nevent: message\nid: 3\nretry: 10\n${wholeStream}`,
    ],
    ['no [DONE]', wholeStream.replace(data('[DONE]'), '')],
    ['no empty line at the end', wholeStream.trimEnd()],
    [
      'no finish reason but [DONE]',
      wholeStream.replace('"finish_reason":"stop"', '"finish_reason":null'),
    ],
    ['no space after data:', wholeStream.replaceAll('data: ', 'data:')],
    ['a byte order mark', `\ufeff${wholeStream}`],
    ['empty data lines', `data:\n\n${wholeStream}`],
    [
      'chunks of other choices',
      data(JSON.stringify({ choices: [{ index: 1, delta: { content: 'X' } }] })) + wholeStream,
    ],
    [
      'reasoning, null content and roles',
      data(chunk({ role: 'assistant', content: null, reasoning_content: 'hm' })) + wholeStream,
    ],
  ])('survives %s', async (_, stream) => {
    for (const size of [1, 4, 10_000]) {
      const events = await ask(inPieces(stream, size));
      await running?.close();

      expect(textOf(events)).toBe(words.join(''));
      expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
    }
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['tool_calls', 'stop'],
  ])('finish reason %s is %s', async (given, reason) => {
    const events = await ask(inPieces(data(chunk({ content: 'a' }, { finish_reason: given })), 8));

    expect(events.at(-1)).toEqual({ type: 'finish', reason });
  });

  test.each([
    ['reasoning_content', { reasoning_content: 'hm' }],
    ['reasoning', { content: '', reasoning: 'hm' }],
    ['a part of the content', { content: [{ type: 'thinking', thinking: [{ text: 'hm' }] }] }],
  ])('thinking (%s) is a sign of life and no text, comments are none', async (_, thought) => {
    const signsOf = async (stream: string): Promise<number> => {
      let signs = 0;
      const answer = `${stream}${data(chunk({ content: 'Well' }))}: done\n\n${data('[DONE]')}`;
      const events = await ask(inPieces(answer, 1_000), { onActivity: () => (signs += 1) });
      expect(textOf(events)).toBe('Well');
      return signs;
    };

    // Thoughts that come together are one.
    expect(await signsOf(data(chunk(thought)).repeat(3))).toBeGreaterThan(0);
    expect(await signsOf(': processing\n\n')).toBe(0);
  });

  test('plain JSON in answer to a stream request is one piece of text', async () => {
    const events = await ask((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          choices: [
            { message: { role: 'assistant', content: 'All at once' }, finish_reason: 'length' },
          ],
          usage: { prompt_tokens: 3, completion_tokens: 2 },
        }),
      );
    });

    expect(events).toEqual([
      { type: 'text', text: 'All at once' },
      { type: 'usage', promptTokens: 3, completionTokens: 2 },
      { type: 'finish', reason: 'length' },
    ]);
  });
});

describe('failures', () => {
  const refusing =
    (status: number, error: object, headers = {}): Answering =>
    (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify({ error }));

  test.each([
    [401, { message: `Incorrect API key provided: ${KEY}` }, 'refused_key', false],
    [403, { message: 'no' }, 'refused_key', false],
    [404, { message: 'The model `tiny-1` does not exist' }, 'not_found', false],
    [400, { message: 'context length exceeded' }, 'rejected', false],
    [429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, 'refused_key', false],
    [429, { message: 'slow down' }, 'rate_limited', true],
    [500, { message: 'oops' }, 'server_error', true],
    [503, {}, 'server_error', true],
    [302, {}, 'bad_response', true],
  ])('%i %j is %s', async (status, error, kind, retryable) => {
    const failure = await failureOf(refusing(status, error));

    expect(failure).toMatchObject({ kind, retryable });
  });

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': new Date(0).toUTCString() }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after-ms': '250' }, 250],
    [{}, undefined],
  ])('a rate limit says how long to wait: %j', async (headers, retryAfterMs) => {
    expect(await failureOf(refusing(429, {}, headers))).toMatchObject({ retryAfterMs });
  });

  test('a rate limit may name the moment it ends', async () => {
    const askedAt = Date.now();
    const headers = { 'retry-after': new Date(askedAt + 3_600_000).toUTCString() };

    const failure = await failureOf(refusing(429, {}, headers));

    // The date has whole seconds, and what has passed since is no longer waited for.
    const { retryAfterMs = NaN } = failure as { retryAfterMs?: number };
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
    expect(retryAfterMs).toBeGreaterThanOrEqual(3_599_000 - (Date.now() - askedAt));
  });

  test('a server in maintenance says so, too', async () => {
    expect(await failureOf(refusing(503, {}, { 'retry-after': '9' }))).toMatchObject({
      kind: 'server_error',
      retryAfterMs: 9_000,
    });
  });

  test('nobody listening is unreachable', async () => {
    running = await upstream(() => undefined);
    const { baseUrl } = running;
    await running.close();
    const connector = connect(baseUrl);

    const reading = collect(
      connector.stream({ messages: [], parameters: {}, signal: stop.signal }),
    );

    await expect(reading).rejects.toMatchObject({ kind: 'unreachable', retryable: true });
  });

  test('a connection that breaks in the middle is unreachable', async () => {
    const failure = await failureOf(async (response) => {
      sse(response).write(data(chunk({ content: 'Half an' })));
      await sleep(20);
      response.destroy();
    });

    expect(failure.kind).toBe('unreachable');
  });

  test.each([
    ['a stream that ends without an end', data(chunk({ content: 'Half an' }))],
    ['no JSON', data('{"choices":[')],
    ['a chunk of another shape', data('{"choices":"none"}')],
  ])('%s is a bad response', async (_, stream) => {
    expect((await failureOf(inPieces(stream, 8))).kind).toBe('bad_response');
  });

  test('a web page is a bad response that says what to check', async () => {
    const failure = await failureOf((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
    );

    expect(failure).toMatchObject({ kind: 'bad_response' });
    expect(failure.message).toMatch(/check that baseUrl/);
  });

  test('an error inside the stream keeps its own nature', async () => {
    const error = JSON.stringify({ error: { message: 'overloaded', code: 429 } });

    expect((await failureOf(inPieces(data(error), 8))).kind).toBe('rate_limited');
  });
});

test('a stop closes the connection to the upstream', async () => {
  const reading = ask((response) => sse(response).write(data(chunk({ content: 'Well' }))));
  await waitFor(() => running?.open() === 1, { what: 'the model to be asked' });

  stop.abort(new Error('stop'));
  await expect(reading).rejects.toThrow('stop');

  await waitFor(() => running?.open() === 0, { what: 'the connection to be closed' });
});
