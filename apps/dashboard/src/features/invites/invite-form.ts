import type { CreateInviteBody } from '@koi/contracts/http';

const DAY_MS = 86_400_000;

/** The dialog's fields, as people type them. */
export interface InviteForm {
  label: string;
  chatbots: string[];
  /** Days from now; empty: never. */
  expiresInDays: string;
  maxUses: string;
  messagesPerDay: string;
  tokensPerDay: string;
  consentText: string;
  feedbackMode: '' | 'none' | 'vote' | 'rank';
}

export const emptyForm = (): InviteForm => ({
  label: '',
  chatbots: [],
  expiresInDays: '30',
  maxUses: '',
  messagesPerDay: '',
  tokensPerDay: '',
  consentText: '',
  feedbackMode: '',
});

const LIMITS = { maxUses: 1_000_000, messagesPerDay: 2_000_000_000, tokensPerDay: 2_000_000_000 };
type Counted = keyof typeof LIMITS;

/** What is wrong, by field. */
export function checkForm(form: InviteForm): Partial<Record<keyof InviteForm, string>> {
  const issues: Partial<Record<keyof InviteForm, string>> = {};
  const label = form.label.trim();
  if (label === '' || label.length > 80) issues.label = 'Give it a name of at most 80 characters.';
  if (form.chatbots.length === 0) issues.chatbots = 'Choose at least one chatbot.';
  if (form.consentText.trim().length > 10_000) issues.consentText = 'At most 10,000 characters.';
  for (const [name, max] of Object.entries(LIMITS) as [Counted, number][]) {
    const text = form[name].trim();
    if (text !== '' && !(/^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= max))
      issues[name] = `A whole number from 1 to ${max.toLocaleString('en')}, or nothing.`;
  }
  return issues;
}

/** The form as the API takes it; what is empty is left out. */
export function toBody(form: InviteForm, now: Date): CreateInviteBody {
  const count = (name: Counted) =>
    form[name].trim() === '' ? {} : { [name]: Number(form[name].trim()) };
  const expiresAt = new Date(now.getTime() + Number(form.expiresInDays) * DAY_MS).toISOString();
  return {
    label: form.label.trim(),
    chatbots: form.chatbots,
    ...(form.expiresInDays ? { expiresAt } : {}),
    ...count('maxUses'),
    ...count('messagesPerDay'),
    ...count('tokensPerDay'),
    ...(form.consentText.trim() ? { consentText: form.consentText.trim() } : {}),
    ...(form.feedbackMode ? { feedbackMode: form.feedbackMode } : {}),
  };
}
