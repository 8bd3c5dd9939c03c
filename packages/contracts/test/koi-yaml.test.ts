import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { builtInReasons, koiYaml, secretReference } from '../src/koi-yaml/index.js';

const shipped = (): unknown =>
  parse(readFileSync(new URL('../../../koi.yaml', import.meta.url), 'utf8'));

const config = (chatbot: object = {}, models: object = { one: { connector: 'demo' } }) => ({
  version: 1,
  models,
  chatbots: { pond: { title: 'Pond', models: ['one'], ...chatbot } },
});

const problems = (value: unknown): string[] =>
  (koiYaml.safeParse(value).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

test('the koi.yaml of the repository is valid and shows every way to give feedback', () => {
  const { chatbots } = koiYaml.parse(shipped());

  expect(new Set(Object.values(chatbots).map(({ feedback }) => feedback))).toEqual(
    new Set(['none', 'vote', 'rank']),
  );
});

test('what is left out has a default', () => {
  const { chatbots, models } = koiYaml.parse(config());

  expect(chatbots['pond']).toMatchObject({ feedback: 'vote', starters: [], revealModels: true });
  expect(models['one']).toMatchObject({ style: 'friendly', parameters: {} });
});

test('reasons are built in, chosen by key, given in own words, or none', () => {
  const reasonsOf = (reasons?: object) =>
    koiYaml.parse(config(reasons && { reasons })).chatbots['pond']?.reasons;

  expect(reasonsOf()).toEqual(builtInReasons);
  for (const { labels } of Object.values(builtInReasons).flat())
    expect(Object.keys(labels).sort()).toEqual(['de', 'en']);
  expect(
    reasonsOf({
      up: ['clear', { key: 'cites', label: { en: 'Cites sources', de: 'Mit Quellen' } }],
      down: [{ key: 'rude', label: 'Rude' }],
      ranking: [],
    }),
  ).toEqual({
    up: [
      { key: 'clear', labels: { en: 'Clear', de: 'Verständlich' } },
      { key: 'cites', labels: { en: 'Cites sources', de: 'Mit Quellen' } },
    ],
    down: [{ key: 'rude', labels: { en: 'Rude' } }],
    ranking: [],
  });
});

describe('is refused with the place', () => {
  test.each([
    ['a model that is not there', config({ models: ['two'] }), 'chatbots.pond.models.0: there is'],
    ['a model twice', config({ models: ['one', { model: 'one' }] }), 'models.1.model: "one" is'],
    ['no model', config({ models: [] }), 'chatbots.pond.models: name at least one model'],
    ['an unknown setting', config({ colour: 'red' }), 'chatbots.pond: '],
    ['another mode', config({ feedback: 'stars' }), 'chatbots.pond.feedback: '],
    [
      'a reason that is not built in',
      config({ reasons: { up: ['clear', 'polite'] } }),
      'chatbots.pond.reasons.up.1: there is no built-in reason "polite"',
    ],
    [
      'a reason twice',
      config({ reasons: { down: ['too_long', { key: 'too_long', label: 'Long' }] } }),
      'chatbots.pond.reasons.down.1: "too_long" is named twice',
    ],
    [
      'a secret in the open',
      config(
        {},
        {
          one: {
            connector: 'openai-compatible',
            baseUrl: 'http://localhost/v1',
            model: 'm',
            apiKey: 'sk-123',
          },
        },
      ),
      'models.one.apiKey: name an environment variable',
    ],
    [
      'an address that is none',
      config({}, { one: { connector: 'openai-compatible', baseUrl: 'ftp://x', model: 'm' } }),
      'models.one.baseUrl: must be an http or https URL',
    ],
  ])('%s', (_, value, expected) => {
    expect(problems(value)).toEqual([expect.stringContaining(expected)]);
  });
});

test.each([
  ['${KEY}', true],
  ['file:/run/secrets/key', true],
  ['$KEY', false],
  ['${KEY', false],
  ['sk-plain', false],
])('%s as a reference to a secret: %p', (text, valid) => {
  expect(secretReference.safeParse(text).success).toBe(valid);
});

describe('models somebody else serves', () => {
  test.each(['anthropic', 'google', 'ollama'])('%s needs no more than a model', (connector) => {
    const { models } = koiYaml.parse(config({}, { one: { connector, model: 'm' } }));
    expect(models['one']).toMatchObject({ baseUrl: expect.stringMatching(/^https?:/) });
    expect(problems(config({}, { one: { connector } }))[0]).toContain('models.one.model');
  });

  test('extra fields may say anything but what koi says itself', () => {
    const ollama = (extraBody: object) =>
      config({}, { one: { connector: 'ollama', model: 'm', extraBody } });
    expect(problems(ollama({ options: { num_ctx: 8192 }, think: false }))).toEqual([]);
    expect(problems(ollama({ stream: false }))[0]).toContain('models.one.extraBody: must not set');
  });

  test.each(['5m', '1h', '-1', '300ms'])('a model stays loaded for %s', (keepAlive) => {
    expect(problems(config({}, { one: { connector: 'ollama', model: 'm', keepAlive } }))).toEqual(
      [],
    );
  });

  test('and for no time that Ollama cannot read', () => {
    const wrong = config({}, { one: { connector: 'ollama', model: 'm', keepAlive: '5 minutes' } });
    expect(problems(wrong)[0]).toContain('must be like 5m');
  });
});

describe('an endpoint of one’s own', () => {
  const http = (settings: object = {}) =>
    config(
      {},
      {
        one: {
          connector: 'http',
          url: 'http://127.0.0.1:9000/ask',
          body: { q: '{{prompt}}' },
          response: { text: '/text' },
          ...settings,
        },
      },
    );

  test('needs an address, a body and the place of the text', () => {
    expect(koiYaml.parse(http()).models['one']).toEqual({
      connector: 'http',
      url: 'http://127.0.0.1:9000/ask',
      method: 'POST',
      headers: {},
      body: { q: '{{prompt}}' },
      response: { stream: 'none', text: '/text' },
      parameters: {},
    });
    expect(
      problems(config({}, { one: { connector: 'http' } })).map((line) => line.split(':')[0]),
    ).toEqual(['models.one.url', 'models.one.body', 'models.one.response']);
  });

  test.each([
    [{ url: 'http://me:word@a.test/' }, 'url: must hold no user name'],
    [{ url: 'ftp://a.test/' }, 'url: must be an http or https URL'],
    [{ method: 'GET' }, 'method: '],
    [{ body: { q: 'Hello' } }, 'body: must hold {{messages}}, {{transcript}} or {{prompt}}'],
    [
      { body: { a: ['{{prompt}}', '{{user}}'] } },
      'body.a.1: there is no {{user}}; there are {{mess',
    ],
    [{ body: { q: '{{prompt}}', k: '${KEY:-x}' } }, 'body.k: write a secret as ${NAME} or'],
    [{ headers: { Authorization: 'Bearer sk-1' } }, 'headers.Authorization: must name its secret'],
    [{ headers: { 'x-api-key': 'sk-1' } }, 'headers.x-api-key: must name its secret as'],
    [{ headers: { Host: 'b.test' } }, 'headers.Host: is set by koi itself'],
    [{ headers: { 'a b': 'c' } }, 'headers.a b: is not the name of a header'],
    [{ headers: { a: 'b\r\nc: d' } }, 'headers.a: must be one line'],
    [{ headers: { a: 'b', A: 'c' } }, 'headers.A: is set twice'],
    [{ response: {} }, 'response.text: is missing'],
    [{ response: { text: 'text' } }, 'response.text: must be a JSON Pointer such as'],
    [{ response: { text: '/a~2' } }, 'response.text: must be a JSON Pointer such as'],
    [{ response: { stream: 'yes' } }, 'response.stream: '],
    [{ response: { stream: 'text', text: '/a' } }, 'response.text: an answer of stream: text is'],
    [{ response: { stream: 'events', finish: '/a' } }, 'response.finish: needs JSON'],
    [{ response: { text: '/a', end: 'x' } }, 'response.end: only a stream of events or lines'],
    [{ apiKey: '${KEY}' }, ': '],
  ])('%j is refused with its place', (settings, expected) => {
    expect(problems(http(settings))).toEqual([
      expect.stringContaining(expected === ': ' ? 'models.one: ' : `models.one.${expected}`),
    ]);
  });

  test('may name secrets in headers and body', () => {
    const named = {
      headers: { authorization: 'Bearer ${POND_KEY}', 'x-key': '${file:/run/key}' },
      body: { q: '{{prompt}}', token: '${POND_KEY}' },
    };
    expect(koiYaml.parse(http(named)).models['one']).toMatchObject(named);
  });
});

test('a callback needs its address and its key', () => {
  const callback = { connector: 'callback', url: 'http://127.0.0.1:8100' };
  expect(problems(config({}, { one: { ...callback, apiKey: '${KEY}' } }))).toEqual([]);
  expect(problems(config({}, { one: callback }))[0]).toContain('models.one.apiKey');
});
