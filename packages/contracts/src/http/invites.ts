import { z } from 'zod';
import { slug } from '../ids.js';
import { defineRoute } from './define-route.js';
import { participant, textHash } from './participants.js';

/** The last part of an invite link; travels in bodies, so that no log of paths holds it. */
export const inviteToken = z.string().regex(/^[\w-]{32}$/, 'is not the token of an invite');

/** What a link opens, for the person who holds it. Its label stays with the team. */
export const inviteView = z.object({
  chatbots: z.array(z.object({ slug, title: z.string(), description: z.string() })),
  /** Every text to agree to before one gets in; a text that several chatbots share stands here once. */
  consents: z.array(z.object({ chatbots: z.array(slug), text: z.string(), hash: textHash })),
  /** Whether the caller came by it already: opening it again uses nothing up. */
  redeemed: z.boolean(),
});
export type InviteView = z.infer<typeof inviteView>;

export const lookAtInvite = defineRoute({
  method: 'POST',
  path: '/api/invites/view',
  summary: 'What an invite link opens. Uses nothing up, so that a preview of the link does not.',
  tag: 'invites',
  body: z.strictObject({ token: inviteToken }),
  response: inviteView,
  status: 200,
  open: true,
  problems: [
    'invite_not_found',
    'invite_expired',
    'invite_used_up',
    'invite_revoked',
    'too_many_requests',
  ],
});

export const redeemInviteBody = z.strictObject({
  token: inviteToken,
  /** The hashes of the texts that the person read and agreed to. */
  agreed: z.array(textHash).max(100).default([]),
  language: z.string().max(35).optional(),
});
export type RedeemInviteBody = z.infer<typeof redeemInviteBody>;

export const redeemInvite = defineRoute({
  method: 'POST',
  path: '/api/invites/redeem',
  summary:
    'Lets the caller in by an invite link and sets the cookie. Once for each participant: doing it again uses nothing up.',
  tag: 'invites',
  body: redeemInviteBody,
  response: z.object({ participant, chatbots: z.array(slug) }),
  status: 200,
  open: true,
  problems: [
    'invite_not_found',
    'invite_expired',
    'invite_used_up',
    'invite_revoked',
    'consent_required',
    'too_many_requests',
  ],
});

/** When the link was made this can be told of it; `open` is what lets people in. */
export const inviteState = z.enum(['open', 'expired', 'used_up', 'revoked']);
export type InviteState = z.infer<typeof inviteState>;

/** What decides an invite's state. */
export interface InviteTerms {
  readonly expiresAt: Date | null;
  readonly maxUses: number | null;
  readonly uses: number;
  readonly revokedAt: Date | null;
}

/** Whether a link lets somebody new in now, and if not, why. Revoked goes first: it also ends what was opened. */
export function inviteStateOf(
  { expiresAt, maxUses, uses, revokedAt }: InviteTerms,
  now: Date,
): InviteState {
  if (revokedAt) return 'revoked';
  if (expiresAt && expiresAt <= now) return 'expired';
  return maxUses !== null && uses >= maxUses ? 'used_up' : 'open';
}
