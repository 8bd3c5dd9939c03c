import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';
import { inviteState } from './invites.js';
import { pageOf, pageQuery } from './paging.js';

/** An invite link as the team sees it: never the link itself. */
export const inviteRecord = z.object({
  id: uuid,
  label: z.string(),
  state: inviteState,
  /** The chatbots it opens. */
  chatbots: z.array(slug),
  expiresAt: timestamp.nullable(),
  /** How many people it lets in; null: any number. */
  maxUses: z.int().positive().nullable(),
  /** How many it has let in, erased ones included. */
  uses: z.int().nonnegative(),
  /** Those of them who are here now. */
  people: z.int().nonnegative(),
  /** Daily budgets of all who came by it together; null: none of its own. */
  messagesPerDay: z.int().positive().nullable(),
  tokensPerDay: z.int().positive().nullable(),
  /** Sent under it today (UTC). */
  messagesToday: z.int().nonnegative(),
  consentText: z.string().nullable(),
  feedbackMode: feedbackMode.nullable(),
  /** Conversations started under it, without those of excluded participants: the ones that Explore shows. */
  conversations: z.int().nonnegative(),
  createdAt: timestamp,
  revokedAt: timestamp.nullable(),
});
export type InviteRecord = z.infer<typeof inviteRecord>;

const inviteFilter = z.object({
  state: inviteState.optional(),
  search: z.string().trim().max(100).optional(),
});

export const listInvites = defineRoute({
  method: 'GET',
  path: '/api/invites',
  summary: 'Invite links, the latest first.',
  tag: 'invites',
  query: inviteFilter.extend(pageQuery.shape),
  response: pageOf(inviteRecord),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

const budget = z.int().min(1).max(2_000_000_000);

export const createInviteBody = z.strictObject({
  label: z.string().trim().min(1).max(80),
  chatbots: z.array(slug).min(1).max(100),
  expiresAt: timestamp
    .refine((moment) => new Date(moment).getTime() > Date.now(), 'must lie in the future')
    .optional(),
  maxUses: z.int().min(1).max(1_000_000).optional(),
  messagesPerDay: budget.optional(),
  tokensPerDay: budget.optional(),
  /** Asked for in place of the chatbots' own. */
  consentText: z.string().trim().min(1).max(10_000).optional(),
  /** In place of the chatbots' own. */
  feedbackMode: feedbackMode.optional(),
});
export type CreateInviteBody = z.infer<typeof createInviteBody>;

export const createInvite = defineRoute({
  method: 'POST',
  path: '/api/invites',
  summary: 'Makes an invite link. The answer holds the link itself, this one time.',
  tag: 'invites',
  body: createInviteBody,
  response: inviteRecord.extend({
    /** Where the chat is reached, with the token; only a path when koi does not know the chat's address. */
    link: z.string(),
  }),
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'chatbot_not_found'],
});

export const revokeInvite = defineRoute({
  method: 'DELETE',
  path: '/api/invites/:inviteId',
  summary:
    'Revokes an invite link: from the next request on it opens nothing, also to those who came by it.',
  tag: 'invites',
  params: z.object({ inviteId: uuid }),
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'invite_not_found'],
});

export const downloadInvites = defineRoute({
  method: 'GET',
  path: '/api/invites/csv',
  summary:
    'Invite links as CSV (RFC 4180), the latest first, streamed; never the links themselves.',
  tag: 'invites',
  query: inviteFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
