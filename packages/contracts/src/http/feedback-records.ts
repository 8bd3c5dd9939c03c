import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import {
  candidateState,
  feedbackKind,
  feedbackMode,
  finishReason,
  rankingChoice,
  rankingStrength,
  side,
  tokenUsage,
  turnState,
  voteChoice,
  wordsChoice,
} from '../terms.js';
import { reasonKey } from '../reasons/index.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

/** A reason as it was called when it was given. */
export const namedReason = z.object({ key: reasonKey, label: z.string() });

/** What a vote or a ranking says beside its value. */
const details = {
  reasons: z.array(namedReason),
  /** How much better the better answer is; null when nobody said. */
  strength: rankingStrength.nullable(),
};

/** One row of the append-only history, with what the table shows beside it. */
export const feedbackRecord = z.object({
  id: uuid,
  kind: feedbackKind,
  /** `up`, `down`, `a_better`, … `given` (a correction or comment) or `undo`. */
  value: z.union([voteChoice, rankingChoice, wordsChoice]),
  revision: z.int().positive(),
  /** True while no later revision replaces it. */
  current: z.boolean(),
  createdAt: timestamp,
  chatbot: slug,
  conversationId: uuid,
  turnId: uuid,
  /** The answer it is about; null for a ranking. */
  candidateId: uuid.nullable(),
  participantId: uuid,
  /** Labels of the models, in the order of the sides shown. */
  models: z.array(z.string()),
  /** The first 200 characters of the message and of the answer (for a ranking: the better one, or A). */
  promptExcerpt: z.string(),
  answerExcerpt: z.string(),
  ...details,
  /** The first 200 characters of a correction or comment; null for other kinds and where it was taken back. */
  textExcerpt: z.string().nullable(),
});
export type FeedbackRecord = z.infer<typeof feedbackRecord>;

export const feedbackFilter = z.object({
  from: timestamp.optional(),
  to: timestamp.optional(),
  chatbot: slug.optional(),
  model: z.string().max(100).optional(),
  kind: feedbackKind.optional(),
  value: z.union([voteChoice, rankingChoice, wordsChoice]).optional(),
  /** `true`: only current feedback, `false`: the whole history. */
  current: z
    .enum(['true', 'false'])
    .default('true')
    .transform((text) => text === 'true'),
});

export const listFeedback = defineRoute({
  method: 'GET',
  path: '/api/feedback',
  summary: 'Votes and rankings, the latest first.',
  tag: 'feedback',
  query: feedbackFilter.extend(pageQuery.shape),
  response: pageOf(feedbackRecord).extend({
    /** How many rows the filter matches in all. */
    total: z.int().nonnegative(),
  }),
  status: 200,
  problems: ['unauthenticated'],
});

export const feedbackRevision = z.object({
  id: uuid,
  kind: feedbackKind,
  value: z.union([voteChoice, rankingChoice, wordsChoice]),
  revision: z.int().positive(),
  current: z.boolean(),
  participantId: uuid,
  createdAt: timestamp,
  ...details,
});
export type FeedbackRevision = z.infer<typeof feedbackRevision>;

/** A candidate with everything the team may know of it. */
export const candidateRecord = z.object({
  id: uuid,
  side,
  model: z.object({ name: z.string(), label: z.string() }),
  state: candidateState,
  text: z.string(),
  finishReason: finishReason.nullable(),
  errorDetail: z.string().nullable(),
  usage: tokenUsage.nullable(),
  /** At the price of its day. */
  cost: z.object({ amount: z.number().nonnegative(), currency: z.string() }).nullable(),
  /** How many messages, the oldest ones, did not fit into the model's window. */
  messagesLeftOut: z.int().nonnegative(),
  ttftMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  votes: z.array(feedbackRevision),
  /** Corrections and comments; `text` is null where one was taken back. */
  words: z.array(feedbackRevision.extend({ text: z.string().nullable() })),
});
export type CandidateRecord = z.infer<typeof candidateRecord>;

export const conversationRecord = z.object({
  id: uuid,
  chatbot: z.object({ slug, title: z.string(), feedbackMode }),
  participantId: uuid,
  title: z.string(),
  createdAt: timestamp,
  deletedAt: timestamp.nullable(),
  turns: z.array(
    z.object({
      id: uuid,
      parentCandidateId: uuid.nullable(),
      text: z.string(),
      state: turnState,
      createdAt: timestamp,
      candidates: z.array(candidateRecord),
      rankings: z.array(feedbackRevision),
    }),
  ),
});
export type ConversationRecord = z.infer<typeof conversationRecord>;

export const getConversationRecord = defineRoute({
  method: 'GET',
  path: '/api/conversations/:conversationId',
  summary: 'A whole conversation with models, timing and the history of its feedback.',
  tag: 'feedback',
  params: z.object({ conversationId: uuid }),
  response: conversationRecord,
  status: 200,
  problems: ['unauthenticated', 'conversation_not_found'],
});
