import type { CreateApiKeyBody } from '@koi/contracts/http';

const DAY_MS = 86_400_000;

/** The most chatbots that the API takes for one key. */
const MOST_CHATBOTS = 100;

/** The dialog's fields, as people fill them in. */
export interface ApiKeyForm {
  name: string;
  /** Every chatbot there is now, or those of `chatbots`. */
  scope: 'all' | 'chosen';
  chatbots: string[];
  /** Days from now; empty: never. */
  expiresInDays: string;
  consent: boolean;
}

/** A chatbot that a key can be for. */
export interface KeyChatbot {
  readonly slug: string;
  /** Whether it has a consent text, and so takes only keys that vouch for it. */
  readonly asksConsent: boolean;
}

export const emptyForm = (): ApiKeyForm => ({
  name: '',
  scope: 'all',
  chatbots: [],
  expiresInDays: '90',
  consent: false,
});

/** The chatbots that the key would be for. */
export const scopeOf = <T extends KeyChatbot>(form: ApiKeyForm, all: readonly T[]): T[] =>
  all.filter(({ slug }) => form.scope === 'all' || form.chatbots.includes(slug));

/** What is wrong, by field. */
export function checkForm(
  form: ApiKeyForm,
  all: readonly KeyChatbot[],
): Partial<Record<'name' | 'chatbots', string>> {
  const issues: ReturnType<typeof checkForm> = {};
  const name = form.name.trim();
  if (name === '' || name.length > 80) issues.name = 'Give it a name of at most 80 characters.';
  const { length } = scopeOf(form, all);
  if (all.length === 0) issues.chatbots = 'There is no chatbot yet. Make one first.';
  else if (length === 0) issues.chatbots = 'Choose at least one chatbot.';
  else if (length > MOST_CHATBOTS) issues.chatbots = `Choose at most ${MOST_CHATBOTS} chatbots.`;
  return issues;
}

/** The form as the API takes it. It vouches for consent only where a chatbot asks for it. */
export function toBody(form: ApiKeyForm, all: readonly KeyChatbot[], now: Date): CreateApiKeyBody {
  const chatbots = scopeOf(form, all);
  const expiresAt = new Date(now.getTime() + Number(form.expiresInDays) * DAY_MS).toISOString();
  return {
    name: form.name.trim(),
    chatbots: chatbots.map(({ slug }) => slug),
    consent: form.consent && chatbots.some(({ asksConsent }) => asksConsent),
    ...(form.expiresInDays ? { expiresAt } : {}),
  };
}
