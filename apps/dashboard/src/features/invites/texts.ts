import type { InviteRecord } from '@koi/contracts/http';
import type { ChipTone } from '../blocks/index.js';

type State = InviteRecord['state'];

export const stateTexts: Record<State, { label: string; tone: ChipTone }> = {
  open: { label: 'open', tone: 'up' },
  expired: { label: 'expired', tone: 'plain' },
  used_up: { label: 'used up', tone: 'warn' },
  revoked: { label: 'revoked', tone: 'down' },
};

export const stateChoices = [
  { value: '', label: 'Any state' },
  ...Object.entries(stateTexts).map(([value, { label }]) => ({ value, label })),
];

export const modeChoices = [
  { value: '', label: 'As the chatbot' },
  { value: 'none', label: 'No feedback' },
  { value: 'vote', label: 'Votes' },
  { value: 'rank', label: 'Rankings' },
];

export const expiryChoices = [
  { value: '', label: 'Never' },
  { value: '1', label: 'In a day' },
  { value: '7', label: 'In a week' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
];
