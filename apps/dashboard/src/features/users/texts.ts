import type { UserRecord } from '@koi/contracts/http';
import type { ChipTone } from '../blocks/index.js';

export const roleChoices = [
  { value: 'viewer', label: 'Viewer', hint: 'Looks at everything, changes nothing.' },
  { value: 'admin', label: 'Admin', hint: 'Changes everything, and lets others in.' },
] as const;

/** How things stand with a user, in a word. */
export function userState(user: UserRecord): { label: string; tone: ChipTone } {
  if (user.disabledAt) return { label: 'disabled', tone: 'down' };
  if (user.hasPassword) return { label: 'open', tone: 'up' };
  return user.linkExpiresAt
    ? { label: 'invited', tone: 'accent' }
    : { label: 'link ended', tone: 'warn' };
}
