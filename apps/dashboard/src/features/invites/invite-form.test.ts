import { describe, expect, test } from '@jest/globals';
import { createInviteBody } from '@koi/contracts/http';
import { checkForm, emptyForm, toBody, type InviteForm } from './invite-form.js';

const filled = (change: Partial<InviteForm> = {}): InviteForm => ({
  ...emptyForm(),
  label: 'Study 1',
  chatbots: ['pond'],
  ...change,
});

describe('what is typed', () => {
  test('is taken as soon as it has a name and a chatbot', () => {
    expect(checkForm(filled())).toEqual({});
    expect(Object.keys(checkForm(emptyForm())).sort()).toEqual(['chatbots', 'label']);
  });

  test.each(['0', '-1', '1.5', 'many', '99999999999'])('%s is no number of uses', (maxUses) => {
    expect(checkForm(filled({ maxUses }))).toHaveProperty('maxUses');
  });

  test('gives a body that the API takes', () => {
    const form = filled({
      label: '  Study 1 ',
      maxUses: ' 20 ',
      messagesPerDay: '100',
      tokensPerDay: '5000',
      consentText: ' We read along. ',
      feedbackMode: 'rank',
    });

    const body = toBody(form, new Date());

    expect(createInviteBody.parse(body)).toMatchObject({
      label: 'Study 1',
      maxUses: 20,
      messagesPerDay: 100,
      tokensPerDay: 5000,
      consentText: 'We read along.',
      feedbackMode: 'rank',
    });
  });

  test('leaves out what is empty', () => {
    expect(toBody(filled({ expiresInDays: '' }), new Date())).toEqual({
      label: 'Study 1',
      chatbots: ['pond'],
    });
    expect(toBody(filled(), new Date('2026-03-01T00:00:00Z')).expiresAt).toBe(
      '2026-03-31T00:00:00.000Z',
    );
  });
});
