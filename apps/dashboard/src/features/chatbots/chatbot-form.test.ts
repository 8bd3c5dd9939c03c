import { expect, test } from '@jest/globals';
import { createChatbot, type ChatbotRecord } from '@koi/contracts/http';
import { reasonsConfig } from '@koi/contracts/koi-yaml';
import { checkChatbot, copyOf, emptyForm, formOf } from './chatbot-form.js';

const config = {
  title: 'Pond',
  description: 'About ponds',
  welcome: 'Hello',
  starters: ['What swims?', 'What wades?'],
  feedback: 'rank',
  systemPrompt: 'Be wet.\n\nAnd brief.',
  consent: 'We read along.',
  access: 'invite',
  revealModels: false,
  images: { show: ['images.example.org'] },
  parameters: { temperature: 0.2, stop: ['END'] },
  reasons: {
    // As the API gives a record: the setting, with the labels of every key.
    up: [{ key: 'accurate', label: { en: 'Right', de: 'Richtig' } }],
    down: [{ key: 'muddy', label: { en: 'Muddy', de: 'Trüb', fr: 'Trouble' } }],
    ranking: [],
  },
};
const record: ChatbotRecord = {
  id: '01932c07-209c-7d3e-8f10-9a3b5c7d9eff',
  slug: 'pond',
  title: 'Pond',
  config: config,
  draw: [
    { model: 'heron', label: 'Heron', weight: 2.5, role: 'canary', enabled: true, overrides: null },
  ],
  source: 'dashboard',
  enabled: true,
  revision: 'r1',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

test('a chatbot comes back from the form as it was, labels of other languages too', () => {
  const { issues, body } = checkChatbot(formOf(record));

  expect(issues).toEqual({});
  const { models, ...rest } = createChatbot.body!.parse(body).config;
  expect(rest).toEqual({ ...config, reasons: reasonsConfig.parse(config.reasons) });
  expect(models).toEqual([{ model: 'heron', weight: 2.5, role: 'canary' }]);
});

test('a new one needs a title, a name and a model; the rest is there', () => {
  expect(Object.keys(checkChatbot(emptyForm()).issues).sort()).toEqual(['models', 'slug', 'title']);
});

test('what is wrong is said at its field', () => {
  const form = copyOf(record);
  form.values['starters'] = Array.from({ length: 9 }, (_, index) => `q${index}`).join('\n');
  form.draw.push({ model: 'egret', weight: 'much', role: 'live' });
  form.reasons.down.push({ key: 'muddy', labels: { en: 'Again' } }, { key: 'Bad Key', labels: {} });

  const { issues } = checkChatbot(form);

  expect(form.slug).toBe('pond-copy');
  expect(issues).toHaveProperty('starters');
  expect(Object.keys(issues).some((path) => path.startsWith('models.1'))).toBe(true);
  expect(Object.keys(issues).some((path) => path.startsWith('reasons.down.2'))).toBe(true);
});
