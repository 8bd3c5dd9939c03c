import { describe, expect, test } from '@jest/globals';
import { createModelBody, type ModelRecord } from '@koi/contracts/http';
import { connectorChoices, defaultOf, fieldsOf } from './model-fields.js';
import { checkModel, copyOf, emptyForm, formOf, probeOf } from './model-form.js';

const record = (config: object, key: ModelRecord['key'] = { kind: 'none' }): ModelRecord => ({
  id: '01932c07-209c-7d3e-8f10-9a3b5c7d9eff',
  name: 'heron',
  label: 'Heron',
  config: config as ModelRecord['config'],
  key,
  version: 1,
  source: 'dashboard',
  enabled: true,
  chatbots: [],
  revision: 'r1',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** A model of each connector with every kind of setting. */
const configs = [
  {
    connector: 'openai-compatible',
    label: 'Heron',
    baseUrl: 'http://127.0.0.1:1/v1',
    model: 'm',
    extraBody: { top_k: 4 },
    parameters: { stop: ['a', 'b'], seed: 1 },
    price: { inputPerMillion: 1, outputPerMillion: 2, currency: 'EUR' },
    timeouts: { firstTokenSeconds: 5, betweenTokensSeconds: 6, totalSeconds: 7 },
    retries: { attempts: 1, maxWaitSeconds: 2 },
    concurrency: 3,
    fallback: 'demo',
    contextTokens: 4096,
  },
  {
    connector: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    model: 'm',
    organization: 'o',
    project: 'p',
    parameters: {},
  },
  { connector: 'anthropic', baseUrl: 'https://api.anthropic.com/v1', model: 'm', parameters: {} },
  { connector: 'google', baseUrl: 'https://g.example/v1beta', model: 'm', parameters: {} },
  {
    connector: 'ollama',
    baseUrl: 'http://127.0.0.1:11434',
    model: 'm',
    keepAlive: '5m',
    parameters: {},
  },
  {
    connector: 'llama-cpp',
    file: 'x.gguf',
    contextTokens: 512,
    concurrency: 1,
    threads: 2,
    parameters: {},
  },
  {
    connector: 'http',
    url: 'http://127.0.0.1:1/',
    method: 'PUT',
    headers: { 'x-a': 'b' },
    body: { q: '{{prompt}}' },
    response: { stream: 'none', text: '/text' },
    parameters: {},
  },
  { connector: 'demo', style: 'brief', tokensPerSecond: 0, parameters: { maxTokens: 9 } },
];

describe('a model in the form', () => {
  test.each(configs)('comes back as it was: $connector', (config) => {
    const { issues, body } = checkModel(formOf(record(config)));

    expect(issues).toEqual({});
    expect(createModelBody.parse(body).config).toEqual(createModelBody.shape.config.parse(config));
  });

  test('can be made for every connector that is offered, and for no other', () => {
    expect(connectorChoices.map(({ value }) => value).sort()).toEqual(
      configs.map(({ connector }) => connector).sort(),
    );
  });

  test('shows the defaults of the contract', () => {
    expect(defaultOf('anthropic', 'baseUrl')).toBe('https://api.anthropic.com/v1');
    expect(defaultOf('openai', 'timeouts.firstTokenSeconds')).toBe('120');
    expect(defaultOf('openai', 'model')).toBeUndefined();
    expect(fieldsOf('demo').map(({ path }) => path)).not.toContain('baseUrl');
  });
});

test('what is wrong is said at its field', () => {
  const { issues } = checkModel({
    ...emptyForm(),
    name: 'Not A Slug',
    values: { baseUrl: 'ftp://x', 'parameters.temperature': '9', 'price.currency': 'euro' },
    key: 'two words',
  });

  expect(Object.keys(issues)).toEqual(
    expect.arrayContaining([
      'name',
      'baseUrl',
      'model',
      'parameters.temperature',
      'price.currency',
      'key',
    ]),
  );
});

describe('the key', () => {
  const typed = record(configs[1] ?? {}, { kind: 'typed' });

  test('is left alone, replaced or taken away', () => {
    const form = formOf(typed);
    expect(checkModel(form).body).not.toHaveProperty('key');
    expect(checkModel({ ...form, keyChoice: 'remove' }).body.key).toBeNull();
    expect(checkModel({ ...form, keyChoice: 'replace', key: ' k ' }).body.key).toBe('k');
  });

  test('goes with a probe only when it is the stored one or typed', () => {
    const form = formOf(typed);
    expect(probeOf(form, typed.id)).toMatchObject({ modelId: typed.id });
    expect(probeOf({ ...form, keyChoice: 'remove' }, typed.id)).not.toHaveProperty('modelId');
    expect(probeOf({ ...form, keyChoice: 'replace', key: 'k' }, typed.id)).toMatchObject({
      key: 'k',
    });
  });

  test('stays behind when a model is copied', () => {
    expect(copyOf(typed)).toMatchObject({ name: 'heron-copy', keyChoice: 'replace', key: '' });
  });
});
