import { expect, test } from '@jest/globals';
import { koiYaml } from '@koi/contracts';
import { catalog } from './catalog.js';
import { withLocalModels } from './with-local-models.js';

const config = koiYaml.parse({
  version: 1,
  models: {
    'demo-brief': { connector: 'demo' },
    'demo-long': { connector: 'demo' },
    mine: { connector: 'ollama', model: 'llama3.2' },
  },
  chatbots: {
    arena: {
      title: 'Arena',
      feedback: 'rank',
      models: ['demo-brief', { model: 'demo-long', weight: 2 }],
    },
    assistant: { title: 'Assistant', models: ['demo-brief'] },
    own: { title: 'Own', models: ['mine', 'demo-brief'] },
  },
});

test('a pulled model answers where koi.yaml names nothing but the demo', () => {
  const complete = withLocalModels(config, catalog);

  // Reasons are read once: what they became is not what koi.yaml says.
  const chatbots: Record<string, unknown> = {};
  for (const [slug, chatbot] of Object.entries(complete.chatbots))
    chatbots[slug] = { ...chatbot, reasons: undefined };
  expect(koiYaml.parse({ ...complete, chatbots })).toEqual(complete);
  expect(complete.models['smollm2']).toMatchObject({ connector: 'llama-cpp' });
  expect(complete.chatbots['assistant']?.models).toEqual(['smollm2']);
  expect(complete.chatbots['own']).toEqual(config.chatbots['own']);
});

test('where answers are compared it is drawn as often as all the demos together', () => {
  const { models } = withLocalModels(config, catalog).chatbots['arena'] ?? {};

  expect(models?.at(-1)).toEqual({ model: 'smollm2', weight: 3, role: 'live' });
  expect(models?.slice(0, -1)).toEqual(config.chatbots['arena']?.models);
});

test('a model that koi.yaml names itself is used as it says, and without a pulled model nothing changes', () => {
  const named = {
    ...config,
    models: { ...config.models, smollm2: { connector: 'demo' } as never },
  };

  expect(withLocalModels(named, catalog)).toBe(named);
  expect(withLocalModels(config, [])).toBe(config);
});
