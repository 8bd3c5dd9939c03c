import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { koiYaml, secretReference } from '../src/koi-yaml/index.js';

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

describe('is refused with the place', () => {
  test.each([
    ['a model that is not there', config({ models: ['two'] }), 'chatbots.pond.models.0: there is'],
    ['a model twice', config({ models: ['one', { model: 'one' }] }), 'models.1.model: "one" is'],
    ['no model', config({ models: [] }), 'chatbots.pond.models: name at least one model'],
    ['an unknown setting', config({ colour: 'red' }), 'chatbots.pond: '],
    ['another mode', config({ feedback: 'stars' }), 'chatbots.pond.feedback: '],
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
