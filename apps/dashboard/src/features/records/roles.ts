import type { ChatbotRecord } from '@koi/contracts/http';

export type ModelRole = ChatbotRecord['draw'][number]['role'];

export const roleChoices: readonly { value: ModelRole; label: string }[] = [
  { value: 'live', label: 'live' },
  { value: 'canary', label: 'canary' },
  { value: 'off', label: 'off' },
];
