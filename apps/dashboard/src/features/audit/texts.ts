import type { AuditEntry } from '@koi/contracts/http';
import type { RouteLocationRaw } from 'vue-router';
import type { ChipTone } from '../blocks/index.js';

export const actionTexts: Record<AuditEntry['action'], { label: string; tone: ChipTone }> = {
  created: { label: 'made', tone: 'up' },
  changed: { label: 'changed', tone: 'rank' },
  switched_on: { label: 'switched on', tone: 'up' },
  switched_off: { label: 'switched off', tone: 'warn' },
  revoked: { label: 'revoked', tone: 'warn' },
  excluded: { label: 'excluded', tone: 'warn' },
  put_back: { label: 'put back', tone: 'up' },
  erased: { label: 'erased', tone: 'down' },
  deleted: { label: 'deleted', tone: 'down' },
  retried: { label: 'retried', tone: 'rank' },
  mended: { label: 'mended and retried', tone: 'rank' },
  dropped: { label: 'dropped', tone: 'down' },
  password_set: { label: 'password set', tone: 'rank' },
  sign_in_refused: { label: 'sign-in refused', tone: 'down' },
};

export const actionChoices = [
  { value: '', label: 'Any change' },
  ...Object.entries(actionTexts).map(([value, { label }]) => ({ value, label })),
];

const kindTexts: Record<AuditEntry['subjectKind'], { one: string; many: string }> = {
  model: { one: 'model', many: 'Models' },
  chatbot: { one: 'chatbot', many: 'Chatbots' },
  invite: { one: 'invite', many: 'Invites' },
  participant: { one: 'participant', many: 'Participants' },
  user: { one: 'user', many: 'Users and sign-ins' },
  api_key: { one: 'API key', many: 'API keys' },
  dataset_version: { one: 'export', many: 'Exports' },
  training_run: { one: 'training run', many: 'Training runs' },
  dead_letter: { one: 'dead letter', many: 'Dead letters' },
  saved_filter: { one: 'saved filter', many: 'Saved filters' },
};

export const kindText = (kind: AuditEntry['subjectKind']): string => kindTexts[kind].one;

export const kindChoices = [
  { value: '', label: 'Everything' },
  ...Object.entries(kindTexts).map(([value, { many }]) => ({ value, label: many })),
];

/** The page of what was changed; what is gone has no longer one. */
export function placeOf({
  subjectKind,
  subjectId,
  action,
}: AuditEntry): RouteLocationRaw | undefined {
  if (action === 'erased' || action === 'deleted') return undefined;
  if (subjectKind === 'dead_letter') return { name: 'system' };
  if (subjectId === null) return undefined;
  switch (subjectKind) {
    case 'model':
      return { name: 'model', params: { modelId: subjectId } };
    case 'chatbot':
      return { name: 'chatbot', params: { chatbotId: subjectId } };
    case 'participant':
      return { name: 'participant', params: { participantId: subjectId } };
    case 'invite':
      return { name: 'invites' };
    case 'user':
      return { name: 'users' };
    case 'dataset_version':
      return { name: 'datasets', hash: `#${subjectId}` };
    case 'training_run':
      return { name: 'training' };
    case 'api_key':
      return { name: 'api-keys' };
    case 'saved_filter':
      return undefined;
  }
}
