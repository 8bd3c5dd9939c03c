import { expect, test } from '@jest/globals';
import { ConfigInvalid } from './config-error.js';
import { parseKoiYaml } from './koi-yaml.js';

const read = (text: string, env: Record<string, string> = {}) =>
  parseKoiYaml(text, { file: 'koi.yaml', env });

function issuesOf(text: string, env: Record<string, string> = {}): string[] {
  try {
    read(text, env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message.split('\n');
    throw error;
  }
  return [];
}

const minimal = `version: 1
models:
  demo:
    connector: demo
chatbots:
  help:
    title: Help
    models: [demo]
`;

test('a small file is filled with defaults', () => {
  const config = read(minimal);

  expect(config.chatbots['help']).toMatchObject({
    feedback: 'vote',
    starters: [],
    revealModels: true,
  });
  expect(config.models['demo']).toMatchObject({ connector: 'demo', style: 'friendly' });
});

test('environment variables are substituted, with defaults, numbers and escapes', () => {
  const config = read(
    minimal
      .replace('title: Help', 'title: ${TITLE:-Ask us} for $$5')
      .replace('connector: demo', 'connector: demo\n    tokensPerSecond: ${SPEED}'),
    { SPEED: '7' },
  );

  expect(config.chatbots['help']?.title).toBe('Ask us for $5');
  expect(config.models['demo']).toMatchObject({ tokensPerSecond: 7 });
});

test('a missing variable is named at its line and column', () => {
  expect(issuesOf(minimal.replace('title: Help', 'title: ${TITLE}'))).toEqual([
    'koi.yaml:7:12: the environment variable TITLE is not set; set it, or give a default as ${TITLE:-…}',
  ]);
});

test('every problem is reported at its own line', () => {
  const text = minimal
    .replace('models: [demo]', 'models: [demo, gpt]\n    feedback: stars')
    .replace('title: Help', 'titel: Help');

  const issues = issuesOf(text);

  expect(issues).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^koi\.yaml:6:3 chatbots\.help\.title: /),
      expect.stringMatching(/^koi\.yaml:9:5 chatbots\.help\.feedback: /),
      'koi.yaml:7:5 chatbots.help.titel: is not a setting koi knows',
    ]),
  );
});

test('a model that is not there is named where it is used', () => {
  expect(issuesOf(minimal.replace('[demo]', '[demo, gpt]'))).toEqual([
    'koi.yaml:8:20 chatbots.help.models[1]: there is no model "gpt" under models',
  ]);
});

test('broken YAML is one line with its place', () => {
  expect(issuesOf('version: 1\nmodels: [demo\n')[0]).toMatch(/^koi\.yaml:\d+:\d+: /);
});

test('secrets in the headers and the body of an endpoint stay references; all else is filled in', () => {
  const text = `version: 1
models:
  body:
    connector: http
    url: \${POND_URL}
    headers: { authorization: 'Bearer \${POND_KEY}' }
    body: { inputs: ['{{prompt}}'], options: { token: '\${file:/run/pond}' } }
    response: { text: /text }
chatbots: {}
`;

  const { models } = parseKoiYaml(text, {
    file: 'koi.yaml',
    env: { POND_URL: 'http://pond.test/ask', POND_KEY: 'very secret' },
  });

  expect(models['body']).toMatchObject({
    url: 'http://pond.test/ask',
    headers: { authorization: 'Bearer ${POND_KEY}' },
    body: { inputs: ['{{prompt}}'], options: { token: '${file:/run/pond}' } },
  });
});

test('a key may only be named, never written', () => {
  const model = (key: string) =>
    minimal.replace(
      'connector: demo',
      `connector: openai-compatible\n    baseUrl: http://127.0.0.1:8000/v1\n    model: m\n    apiKey: ${key}`,
    );

  expect(read(model('${OPENAI_API_KEY}')).models['demo']).toMatchObject({
    apiKey: '${OPENAI_API_KEY}',
  });
  const [issue] = issuesOf(model('sk-very-secret'));
  expect(issue).toContain('koi.yaml:7:5 models.demo.apiKey');
  expect(issue).not.toContain('very-secret');
});
