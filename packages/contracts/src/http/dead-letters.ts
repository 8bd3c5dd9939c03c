import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { feedbackKind } from '../terms.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

/** The queues of koi; their definitions stand in `@koi/contracts/queues`. */
export const queueName = z.enum([
  'generation',
  'feedback',
  'analytics',
  'datasets',
  'training',
  'maintenance',
  'probes',
]);
export type QueueName = z.infer<typeof queueName>;

const issue = z.object({ path: z.string(), message: z.string() });

/** A job that failed for good and waits for somebody. */
export const deadLetter = z.object({
  queue: queueName,
  jobId: z.string(),
  payload: z.json(),
  /** Where the payload does not fit its queue; empty when it does. */
  issues: z.array(issue),
  error: z.string(),
  attempts: z.int().nonnegative(),
  addedAt: timestamp,
  failedAt: timestamp.nullable(),
});
export type DeadLetter = z.infer<typeof deadLetter>;

export const listDeadLetters = defineRoute({
  method: 'GET',
  path: '/api/dead-letters',
  summary:
    'Dead letters of one queue or of all, the latest first, with how many there are of each.',
  tag: 'dead letters',
  query: z.object({
    queue: queueName.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    items: z.array(deadLetter),
    counts: z.array(z.object({ queue: queueName, count: z.int().nonnegative() })),
  }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

const params = z.object({ queue: queueName, jobId: z.string().min(1).max(200) });

export const retryDeadLetter = defineRoute({
  method: 'POST',
  path: '/api/dead-letters/:queue/:jobId/retry',
  summary: 'Puts a dead letter back into its queue, with another payload when one is given.',
  tag: 'dead letters',
  params,
  body: z.strictObject({ payload: z.json().optional() }),
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'dead_letter_not_found', 'unavailable'],
});

export const dropDeadLetter = defineRoute({
  method: 'DELETE',
  path: '/api/dead-letters/:queue/:jobId',
  summary: 'Deletes a dead letter for good.',
  tag: 'dead letters',
  params,
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'dead_letter_not_found', 'unavailable'],
});

/** Feedback that was refused, with its body as it came. */
export const refusedFeedback = z.object({
  idempotencyKey: uuid,
  refusedAt: timestamp,
  kind: feedbackKind,
  code: z.string(),
  detail: z.string(),
  command: z.json(),
});
export type RefusedFeedback = z.infer<typeof refusedFeedback>;

const refusedFilter = z.object({
  code: z.string().max(100).optional(),
  /** Refused from then on. */
  from: timestamp.optional(),
});

export const listRefusedFeedback = defineRoute({
  method: 'GET',
  path: '/api/refused-feedback',
  summary: 'Feedback that was refused in the last thirty days, the latest first.',
  tag: 'feedback',
  query: refusedFilter.extend(pageQuery.shape),
  response: pageOf(refusedFeedback),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** What became of the feedback of a time: stored, still waiting, refused with causes, or a dead letter. */
export const feedbackIntake = z.object({
  hours: z.int().positive(),
  /** When that time began: `from` for the rows behind the counts. */
  from: timestamp,
  /** Statements that were given since and are stored, each revision one; without those of excluded participants. */
  accepted: z.int().nonnegative(),
  /** Now; whatever its age. */
  queued: z.int().nonnegative(),
  refused: z.array(z.object({ code: z.string(), count: z.int().positive() })),
  /** Now; whatever their age. */
  deadLetters: z.int().nonnegative(),
});
export type FeedbackIntake = z.infer<typeof feedbackIntake>;

export const getFeedbackIntake = defineRoute({
  method: 'GET',
  path: '/api/feedback-intake',
  summary: 'How much feedback was stored, waits, was refused and why, and failed for good.',
  tag: 'feedback',
  query: z.object({ hours: z.coerce.number().int().min(1).max(720).default(24) }),
  response: feedbackIntake,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadDeadLetters = defineRoute({
  method: 'GET',
  path: '/api/dead-letters/csv',
  summary: 'The latest 200 dead letters of one queue or of all as CSV (RFC 4180).',
  tag: 'dead letters',
  query: z.object({ queue: queueName.optional() }),
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadRefusedFeedback = defineRoute({
  method: 'GET',
  path: '/api/refused-feedback/csv',
  summary: 'Feedback that was refused as CSV (RFC 4180), the latest first, streamed.',
  tag: 'feedback',
  query: refusedFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
