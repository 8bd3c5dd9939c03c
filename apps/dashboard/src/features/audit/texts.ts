import type { AuditEntry } from '@koi/contracts/http';
import type { RouteLocationRaw } from 'vue-router';
import type { ChipTone } from '../blocks/index.js';

export const actionTexts: Record<AuditEntry['action'], { label: string; tone: ChipTone }> = {
  created: { label: 'made', tone: 'up' },
  changed: { label: 'changed', tone: 'rank' },
  switched_on: { label: 'switched on', tone: 'up' },
  switched_off: { label: 'switched off', tone: 'warn' },
};

export const actionChoices = [
  { value: '', label: 'Any change' },
  ...Object.entries(actionTexts).map(([value, { label }]) => ({ value, label })),
];

export const kindChoices = [
  { value: '', label: 'Everything' },
  { value: 'model', label: 'Models' },
  { value: 'chatbot', label: 'Chatbots' },
  { value: 'user', label: 'Users' },
  { value: 'api_key', label: 'API keys' },
];

/** The page of what was changed; API keys have none. */
export function placeOf({ subjectKind, subjectId }: AuditEntry): RouteLocationRaw | undefined {
  if (subjectKind === 'model') return { name: 'model', params: { modelId: subjectId } };
  if (subjectKind === 'chatbot') return { name: 'chatbot', params: { chatbotId: subjectId } };
  return subjectKind === 'user' ? { name: 'users' } : undefined;
}
