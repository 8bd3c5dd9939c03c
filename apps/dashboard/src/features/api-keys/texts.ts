import type { ChipTone } from '../blocks/index.js';
import type { KeyState } from './key-state.js';

export const stateTexts: Record<KeyState, { label: string; tone: ChipTone }> = {
  open: { label: 'open', tone: 'up' },
  expired: { label: 'expired', tone: 'plain' },
  revoked: { label: 'revoked', tone: 'down' },
};

export const expiryChoices = [
  { value: '', label: 'Never' },
  { value: '7', label: 'In a week' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];
