import { describe, expect, test } from '@jest/globals';
import { createApiKeyBody } from '@koi/contracts/http';
import { checkForm, emptyForm, toBody, type ApiKeyForm, type KeyChatbot } from './api-key-form.js';

const all: KeyChatbot[] = [
  { slug: 'pond', asksConsent: false },
  { slug: 'study', asksConsent: true },
];
const filled = (change: Partial<ApiKeyForm> = {}): ApiKeyForm => ({
  ...emptyForm(),
  name: ' Nightly ',
  ...change,
});

describe('what is filled in', () => {
  test('is taken as soon as it has a name', () => {
    expect(checkForm(filled(), all)).toEqual({});
    expect(checkForm(emptyForm(), all)).toHaveProperty('name');
    expect(checkForm(filled({ name: 'x'.repeat(81) }), all)).toHaveProperty('name');
  });

  test('needs a chatbot, and no more than the API takes', () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ slug: `c${at}`, asksConsent: false }));

    expect(checkForm(filled({ scope: 'chosen' }), all).chatbots).toMatch(/at least one/);
    expect(checkForm(filled({ scope: 'chosen', chatbots: ['gone'] }), all)).toHaveProperty(
      'chatbots',
    );
    expect(checkForm(filled(), []).chatbots).toMatch(/no chatbot yet/);
    expect(checkForm(filled(), many).chatbots).toMatch(/at most 100/);
    expect(checkForm(filled(), many.slice(1))).toEqual({});
  });

  test('gives a body that the API takes', () => {
    const body = toBody(filled({ consent: true }), all, new Date());

    expect(createApiKeyBody.parse(body)).toMatchObject({
      name: 'Nightly',
      chatbots: ['pond', 'study'],
      consent: true,
    });
    expect(toBody(filled(), all, new Date('2026-03-01T00:00:00Z')).expiresAt).toBe(
      '2026-05-30T00:00:00.000Z',
    );
    expect(toBody(filled({ expiresInDays: '' }), all, new Date())).not.toHaveProperty('expiresAt');
  });

  test('vouches for no consent that no chosen chatbot asks for', () => {
    const form = filled({ scope: 'chosen', chatbots: ['pond'], consent: true });

    expect(toBody(form, all, new Date())).toMatchObject({ chatbots: ['pond'], consent: false });
  });
});
