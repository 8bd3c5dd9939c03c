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
import { generationParameters } from '../koi-yaml/generation-parameters.js';
import { defineRoute } from './define-route.js';
import { counted, pageOf, pageQuery } from './paging.js';

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

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const length = z.coerce.number().int().min(0).max(10_000_000);

/**
 * What the rows of the Explore page are narrowed by; conditions combine. Feedback of excluded participants is never
 * among them.
 */
export const feedbackFilter = z.object({
  from: timestamp.optional(),
  to: timestamp.optional(),
  chatbot: slug.optional(),
  /** A model's name: it wrote the answer, or one of the two. */
  model: z.string().max(100).optional(),
  /** Together with `model`: in this version. */
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** The feedback mode of the turn. */
  mode: feedbackMode.optional(),
  kind: feedbackKind.optional(),
  value: z.union([voteChoice, rankingChoice, wordsChoice]).optional(),
  reason: reasonKey.optional(),
  participant: uuid.optional(),
  invite: uuid.optional(),
  language: z.string().max(40).optional(),
  /** Words of the message, its answers, corrections and comments; `"…"` for a phrase, `-` for words that are not there. */
  search: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters')
    .optional(),
  /** Whether the answer has a current correction, or comment. */
  correction: flag.optional(),
  comment: flag.optional(),
  /** The first word of the message, in lower case; empty for a message without a word. */
  questionType: z
    .string()
    .max(40)
    .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters')
    .optional(),
  /** Characters; from `min…` to before `max…`. */
  minQuestionLength: length.optional(),
  maxQuestionLength: length.optional(),
  /** Of the answer; of a ranking the better one, or A. */
  minAnswerLength: length.optional(),
  maxAnswerLength: length.optional(),
  /** `true`: only current feedback, `false`: the whole history. */
  current: z
    .enum(['true', 'false'])
    .default('true')
    .transform((text) => text === 'true'),
});

export const listFeedback = defineRoute({
  method: 'GET',
  path: '/api/feedback',
  summary: 'Feedback that a filter matches, the latest first.',
  tag: 'feedback',
  query: feedbackFilter.extend(pageQuery.shape),
  response: pageOf(feedbackRecord).extend(counted),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadFeedback = defineRoute({
  method: 'GET',
  path: '/api/feedback/csv',
  summary: 'Feedback that a filter matches as CSV (RFC 4180), the latest first, streamed.',
  tag: 'feedback',
  query: feedbackFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** One of the bars of a distribution. Counts are of the latest `COUNTED_ROWS` rows when it is not exact. */
const distribution = <Bar extends z.ZodType>(bar: Bar) =>
  z.object({ bars: z.array(bar), counted: z.int().nonnegative(), exact: z.boolean() });
const count = z.int().nonnegative();
const lengthBar = z.object({ min: count, max: count.nullable(), count });

/**
 * How the rows spread. Each distribution leaves its own filter out, so that its bars can be changed between: the count of
 * a bar is the number of rows once the bar is chosen.
 */
export const feedbackFacets = z.object({
  values: distribution(z.object({ kind: feedbackKind, value: feedbackRecord.shape.value, count })),
  /** The first words, the most frequent first; the rest is `counted` less their sum. */
  questionTypes: distribution(z.object({ type: z.string(), count })),
  questionLengths: distribution(lengthBar),
  answerLengths: distribution(lengthBar),
});
export type FeedbackFacets = z.infer<typeof feedbackFacets>;

export const getFeedbackFacets = defineRoute({
  method: 'GET',
  path: '/api/feedback/facets',
  summary: 'How feedback that a filter matches spreads over values, first words and lengths.',
  tag: 'feedback',
  query: feedbackFilter,
  response: feedbackFacets,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** A conversation as the table shows it. */
export const conversationRow = z.object({
  id: uuid,
  title: z.string(),
  chatbot: slug,
  participantId: uuid,
  createdAt: timestamp,
  deletedAt: timestamp.nullable(),
  turns: count,
  /** Labels of the models that answered. */
  models: z.array(z.string()),
  /** Current feedback. */
  votesUp: count,
  votesDown: count,
  rankings: count,
  corrections: count,
  comments: count,
});
export type ConversationRow = z.infer<typeof conversationRow>;

export const listConversationRecords = defineRoute({
  method: 'GET',
  path: '/api/conversations',
  summary:
    'Conversations that a filter matches, the latest first; a condition on feedback asks for feedback that meets all of them.',
  tag: 'feedback',
  query: feedbackFilter.extend(pageQuery.shape),
  response: pageOf(conversationRow).extend(counted),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadConversations = defineRoute({
  method: 'GET',
  path: '/api/conversations/csv',
  summary: 'Conversations that a filter matches as CSV (RFC 4180), the latest first, streamed.',
  tag: 'feedback',
  query: feedbackFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
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
  model: z.object({ name: z.string(), label: z.string(), version: z.int().positive() }),
  /** The sampling parameters as they were sent. */
  parameters: generationParameters,
  /** When it was asked for, when its last attempt began, and when it ended. */
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
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
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'conversation_not_found'],
});
