import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { modelConfig } from '@koi/contracts';
import fc from 'fast-check';
import {
  inPieces,
  rawUpstream,
  refusing,
  type Answering,
  type RawUpstream,
} from '../../../test/raw-upstream.js';
import { collect, connectorContract, textOf } from '../connector.contract.js';
import type { Connector, ConnectorRequest } from '../connector.js';
import { createConnector } from '../registry.js';
import { UpstreamFailure } from '../upstream-failure.js';

// Streams of events and lines go through providers.test.ts, with the providers that have a name.

const secrets: Record<string, string> = {
  '${POND_KEY}': 'a-secret-{{prompt}}-key',
  'file:/run/pond': 'another-secret',
};
const words = ['Fish ', '🐟', ' live in wáter… ', '👩‍👩‍👧'];

function connect(url: string, settings: object): Connector {
  const config = modelConfig.parse({
    connector: 'http',
    url: `${url}/ask`,
    body: { prompt: '{{prompt}}' },
    response: { text: '/text' },
    ...settings,
  });
  const readSecret = (reference: string): string => secrets[reference] ?? '';
  const localModel = (): never => {
    throw new Error('There is none here.');
  };
  return createConnector(config, { readSecret, fetch, localModel });
}

const json = (body: unknown, size = 10_000): Answering =>
  inPieces('application/json', JSON.stringify(body), size);
const text = (body: string, size: number): Answering => inPieces('text/plain', body, size);

let running: RawUpstream | undefined;
afterEach(() => running?.close());

async function ask(
  answer: Answering,
  settings: object = {},
  request: Partial<ConnectorRequest> = {},
) {
  await running?.close();
  running = await rawUpstream(answer);
  return collect(
    connect(running.url, settings).stream({
      messages: [{ role: 'user', content: 'Hi' }],
      parameters: {},
      signal: new AbortController().signal,
      ...request,
    }),
  );
}

const failureOf = (answer: Answering, settings: object = {}): Promise<UpstreamFailure> =>
  ask(answer, settings).then(
    () => Promise.reject(new Error('it answered')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(UpstreamFailure);
      return error as UpstreamFailure;
    },
  );

describe.each([
  ['none', { response: { text: '/text' } }, json({ text: words.join('') }, 3), '{"text":"We'],
  ['text', { response: { stream: 'text' } }, text(words.join(''), 3), 'We'],
] as const)('stream: %s', (stream, settings, answer, beginning) => {
  connectorContract(`http (${stream})`, async () => {
    const quick = await rawUpstream(answer);
    const slow = await rawUpstream(async (response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write(beginning);
      await sleep(5_000, undefined, { ref: false });
      response.end();
    });
    return {
      quick: connect(quick.url, settings),
      slow: connect(slow.url, settings),
      close: async () => {
        await Promise.all([quick.close(), slow.close()]);
      },
    };
  });
});

test('text comes whole, wherever its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...words)), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 9 }),
      async (pieces, size) => {
        const sent = `a${pieces.join('')}`;
        const events = await ask(text(sent, size), { response: { stream: 'text' } });
        expect(textOf(events)).toBe(sent.replaceAll('\0', ''));
      },
    ),
    { numRuns: 25 },
  );
});

describe('a whole answer', () => {
  const response = {
    text: '/0/answer/text',
    finish: '/0/why',
    promptTokens: '/0/read',
    completionTokens: '/0/written',
  };

  test('is read at the places that koi.yaml names', async () => {
    const answer = json([{ answer: { text: 'Koi' }, why: 'max_tokens', read: 3, written: 1 }]);
    expect(await ask(answer, { response })).toEqual([
      { type: 'text', text: 'Koi' },
      { type: 'usage', promptTokens: 3, completionTokens: 1 },
      { type: 'finish', reason: 'length' },
    ]);
  });

  test('needs neither counts nor a reason', async () => {
    expect(await ask(json([{ answer: { text: 'Koi' } }]), { response })).toEqual([
      { type: 'text', text: 'Koi' },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  test('may be empty', async () => {
    expect(await ask(json([{ answer: { text: '' } }]), { response })).toEqual([
      { type: 'finish', reason: 'stop' },
    ]);
  });

  test.each([
    ['no text there', json({ text: '' }), 'sent no text; check url, and that the text stands at'],
    ['something else there', json([{ answer: { text: 5 } }]), 'cannot be read'],
    ['half a JSON', inPieces('application/json', '[{"answer"', 5), 'cannot be read'],
    ['a text alone', json('Koi'), 'cannot be read'],
  ])('with %s is none, and the operator reads where it was looked for', async (_, answer, said) => {
    const failure = await failureOf(answer, { response });
    expect(failure.kind).toBe('bad_response');
    expect(failure.message).toMatch(/^the endpoint \/ask at 127\.0\.0\.1/);
    expect(failure.message).toContain(said);
    expect(failure.message).toContain('/0/answer/text');
  });

  test('may be an error all the same, with the key taken out', async () => {
    const headers = { authorization: 'Bearer ${POND_KEY}' };
    const error = { message: `no fish for ${secrets['${POND_KEY}']}` };
    const failure = await failureOf(json({ error }), { headers });
    expect(failure).toMatchObject({ kind: 'server_error', retryable: true });
    expect(failure.message).toContain('reported an error: no fish for [key]');
  });

  test.each([null, false, ''])('with the error %j is none', async (error) => {
    expect(textOf(await ask(json({ text: 'Koi', error })))).toBe('Koi');
  });
});

describe('a stream', () => {
  const lines = (body: string): Answering => inPieces('application/x-ndjson', body, 4);

  test('without a word for its end ends where it is closed, or by [DONE]', async () => {
    const response = { stream: 'lines', text: '/t' };
    expect(textOf(await ask(lines('{"t":"Ko"}\n{"t":"i"}'), { response }))).toBe('Koi');
    expect(textOf(await ask(lines('{"t":"Koi"}\n[DONE]\n{"t":"!"}'), { response }))).toBe('Koi');
  });

  test('with one that does not come has ended in the middle', async () => {
    const response = { stream: 'lines', text: '/t', end: 'That is all.' };
    expect(textOf(await ask(lines('{"t":"Koi"}\nThat is all.\n'), { response }))).toBe('Koi');
    const failure = await failureOf(lines('{"t":"Koi"}\n'), { response });
    expect(failure.message).toContain('in the middle');
  });

  test('of events may hold nothing but text', async () => {
    const body = ['Ko', 'i', '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
    const response = { stream: 'events' };
    expect(textOf(await ask(inPieces('text/event-stream', body, 4), { response }))).toBe('Koi');
  });
});

test('the request is the template with everything in its place', async () => {
  await ask(
    json({ text: 'Koi' }),
    {
      method: 'PUT',
      headers: { Authorization: 'Bearer ${POND_KEY}', 'x-other': '${file:/run/pond}' },
      body: {
        all: '{{messages}}',
        before: '{{ history }}',
        text: '{{transcript}}',
        question: 'Answer this: {{prompt}} (in {{maxTokens}} tokens{{seed}})',
        system: '{{system}}',
        options: { limit: '{{maxTokens}}', seed: '{{seed}}', stop: ['END', '{{temperature}}'] },
        token: '${file:/run/pond}',
        fixed: [1, true, null],
      },
    },
    {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'What is {{system}} or ${POND_KEY}?' },
      ],
      parameters: { maxTokens: 64 },
    },
  );

  const [request] = running?.requests ?? [];
  expect(request?.headers).toMatchObject({
    authorization: 'Bearer a-secret-{{prompt}}-key',
    'x-other': 'another-secret',
    'content-type': 'application/json',
    accept: 'application/json',
  });
  expect(request?.body).toEqual({
    all: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'What is {{system}} or ${POND_KEY}?' },
    ],
    before: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
    ],
    text: 'Be brief.\n\nUser: Hi\n\nAssistant: Hello\n\nUser: What is {{system}} or ${POND_KEY}?\n\nAssistant:',
    question: 'Answer this: What is {{system}} or ${POND_KEY}? (in 64 tokens)',
    system: 'Be brief.',
    options: { limit: 64, stop: ['END'] },
    token: 'another-secret',
    fixed: [1, true, null],
  });
});

test('what is not set takes its field along', async () => {
  await ask(json({ text: 'Koi' }), {
    body: { q: '{{prompt}}', system: '{{system}}', stop: '{{stop}}' },
  });
  expect(running?.requests[0]?.body).toEqual({ q: 'Hi' });
});

test.each([
  [401, 'refused_key'],
  [404, 'not_found'],
  [422, 'rejected'],
  [500, 'server_error'],
])('%i is %s', async (status, kind) => {
  expect(await failureOf(refusing(status, { detail: 'no fish' }))).toMatchObject({
    kind,
    message: expect.stringContaining(`answered ${status}: no fish`),
  });
});
