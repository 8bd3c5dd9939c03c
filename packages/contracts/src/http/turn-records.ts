import { z } from 'zod';
import { answerFailureKind } from '../events/probe-events.js';
import { slug, timestamp, uuid } from '../ids.js';
import { candidateState, feedbackMode, turnState } from '../terms.js';
import { defineRoute } from './define-route.js';
import { modelNameFilter } from './overview.js';
import { counted, pageOf, pageQuery } from './paging.js';

/*
 * The rows behind the counts of messages and answers. Unless asked otherwise they leave excluded participants out, as the
 * statistics do, and they know an answer once it has ended.
 */

const count = z.int().nonnegative();

const turnFilter = z.object({
  /** When it was sent; inclusive, and exclusive. */
  from: timestamp.optional(),
  to: timestamp.optional(),
  chatbot: slug.optional(),
  mode: feedbackMode.optional(),
  participant: uuid.optional(),
  /** Of conversations that were begun under this invite. */
  invite: uuid.optional(),
  /** `included`: of people whom the statistics leave out, too, as budgets and people's own counts do. */
  excluded: z.enum(['included']).optional(),
});

/** A message as the table shows it. */
export const turnRow = z.object({
  id: uuid,
  conversationId: uuid,
  participantId: uuid,
  chatbot: slug,
  mode: feedbackMode,
  state: turnState,
  createdAt: timestamp,
  /** The first 200 characters. */
  textExcerpt: z.string(),
  /** Labels of the models that answered, in the order of the sides shown. */
  models: z.array(z.string()),
});
export type TurnRow = z.infer<typeof turnRow>;

export const listTurnRecords = defineRoute({
  method: 'GET',
  path: '/api/turns',
  summary: 'Messages that a filter matches, the latest first.',
  tag: 'feedback',
  query: turnFilter.extend(pageQuery.shape),
  response: pageOf(turnRow).extend(counted),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadTurns = defineRoute({
  method: 'GET',
  path: '/api/turns/csv',
  summary: 'Messages that a filter matches as CSV (RFC 4180), the latest first, streamed.',
  tag: 'feedback',
  query: turnFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** How an answer ended. */
export const answerOutcome = candidateState.extract(['completed', 'stopped', 'failed']);
export type AnswerOutcome = z.infer<typeof answerOutcome>;

/** Why an answer failed; `unknown` where it is older than the kinds. */
export const failureOfAnswer = z.enum([...answerFailureKind.options, 'unknown']);
export type FailureOfAnswer = z.infer<typeof failureOfAnswer>;

const candidateFilter = turnFilter.extend({
  model: modelNameFilter.optional(),
  outcome: answerOutcome.optional(),
  failure: failureOfAnswer.optional(),
  /** `true`: another model stood in for the one that was drawn. */
  fallback: z.enum(['true']).optional(),
  /** Those that a time was measured of: until the first token, or until the end of a completed one. */
  measured: z.enum(['ttft', 'duration']).optional(),
  /** ISO 4217: those that have a cost in it. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

/** An answer as the table shows it. */
export const candidateRow = z.object({
  id: uuid,
  turnId: uuid,
  conversationId: uuid,
  participantId: uuid,
  chatbot: slug,
  mode: feedbackMode,
  /** The label of the model that wrote it, and its version. */
  model: z.string(),
  modelVersion: z.int(),
  /** The label of the model that was drawn, where another stood in for it. */
  fallbackFor: z.string().nullable(),
  outcome: answerOutcome,
  failureKind: failureOfAnswer.nullable(),
  /** The first 200 characters of what the upstream said. */
  errorExcerpt: z.string().nullable(),
  createdAt: timestamp,
  /** The first 200 characters of the message and of the answer. */
  promptExcerpt: z.string(),
  answerExcerpt: z.string(),
  promptTokens: count.nullable(),
  completionTokens: count.nullable(),
  cost: z.object({ currency: z.string(), amount: z.number() }).nullable(),
  ttftMs: z.number().nullable(),
  durationMs: z.number().nullable(),
});
export type CandidateRow = z.infer<typeof candidateRow>;

export const listCandidateRecords = defineRoute({
  method: 'GET',
  path: '/api/candidates',
  summary: 'Answers that a filter matches, the latest first, and their sums.',
  tag: 'feedback',
  query: candidateFilter.extend(pageQuery.shape),
  response: pageOf(candidateRow).extend({
    ...counted,
    /** Of all that match, on every page; null when they are not all counted. */
    sums: z
      .object({
        promptTokens: count,
        completionTokens: count,
        cost: z.array(z.object({ currency: z.string(), amount: z.number() })),
      })
      .nullable(),
  }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadCandidates = defineRoute({
  method: 'GET',
  path: '/api/candidates/csv',
  summary: 'Answers that a filter matches as CSV (RFC 4180), the latest first, streamed.',
  tag: 'feedback',
  query: candidateFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
