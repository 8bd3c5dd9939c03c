import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import {
  candidateState,
  feedbackMode,
  finishReason,
  rankingOutcome,
  rankingStrength,
  side,
  turnState,
  voteValue,
} from '../terms.js';
import { reasonKey } from '../reasons/index.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

/** The longest message a participant may send, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 32_000;

export const messageText = z
  .string()
  .max(MAX_MESSAGE_LENGTH, `use at most ${MAX_MESSAGE_LENGTH} characters`)
  .refine((text) => text.trim() !== '', 'write something')
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters');

/** One model's answer as its participant may see it. */
export const candidateView = z.object({
  id: uuid,
  side,
  state: candidateState,
  text: z.string(),
  finishReason: finishReason.nullable(),
  /** Why a failed answer failed, in words for the participant. */
  detail: z.string().nullable(),
  /** The caller's current vote on it. */
  vote: voteValue.nullable(),
  /** The keys of the reasons of that vote. */
  voteReasons: z.array(reasonKey),
  /** The caller's better answer and remark, as they stand. */
  correction: z.string().nullable(),
  comment: z.string().nullable(),
  /** The label of the model; null until it may be known. */
  model: z.string().nullable(),
});
export type CandidateView = z.infer<typeof candidateView>;

/**
 * One message and its answers. Turns form a tree: `parentCandidateId` is the answer this message replied to. Turns with
 * the same parent are versions of one message; `conversationPath` says which of them are shown.
 */
export const turnView = z.object({
  id: uuid,
  parentCandidateId: uuid.nullable(),
  text: z.string(),
  state: turnState,
  createdAt: timestamp,
  /** The chatbot's mode when the message was sent: with `rank` the candidates are compared, else one is shown at a time. */
  feedbackMode,
  /** In rank mode the two sides, A first; otherwise every answer to the message, the oldest first. */
  candidates: z.array(candidateView),
  /** The caller's current ranking of the two answers. */
  ranking: rankingOutcome.nullable(),
  rankingReasons: z.array(reasonKey),
  rankingStrength: rankingStrength.nullable(),
});
export type TurnView = z.infer<typeof turnView>;

export const conversationSummary = z.object({
  id: uuid,
  chatbot: slug,
  title: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type ConversationSummary = z.infer<typeof conversationSummary>;

export const conversationView = conversationSummary.extend({
  feedbackMode,
  /** In the order they were sent. */
  turns: z.array(turnView),
  /** Through which answer the chosen path leads (`conversationPath`); null for the newest. */
  currentCandidateId: uuid.nullable(),
});
export type ConversationView = z.infer<typeof conversationView>;

const conversationParams = z.object({ conversationId: uuid });
const turnParams = z.object({ turnId: uuid });

export const startConversationBody = z.strictObject({ chatbot: slug, text: messageText });
export type StartConversationBody = z.infer<typeof startConversationBody>;

export const startConversation = defineRoute({
  method: 'POST',
  path: '/api/conversations',
  summary:
    'Starts a conversation with its first message; the answers stream from the turn’s events.',
  tag: 'conversations',
  body: startConversationBody,
  response: conversationView,
  status: 201,
  idempotent: true,
  problems: [
    'unauthenticated',
    'consent_required',
    'invite_required',
    'chatbot_not_found',
    'chatbot_without_model',
    'idempotency_key_reused',
    'too_many_requests',
    'day_limit_reached',
    'unavailable',
  ],
});

export const listConversations = defineRoute({
  method: 'GET',
  path: '/api/conversations',
  summary: 'The caller’s own conversations, the latest first.',
  tag: 'conversations',
  query: pageQuery.extend({ chatbot: slug.optional(), search: z.string().max(200).optional() }),
  response: pageOf(conversationSummary),
  status: 200,
  problems: ['unauthenticated'],
});

export const getConversation = defineRoute({
  method: 'GET',
  path: '/api/conversations/:conversationId',
  summary: 'One of the caller’s conversations with all its turns, answers and feedback.',
  tag: 'conversations',
  params: conversationParams,
  response: conversationView,
  status: 200,
  problems: ['unauthenticated', 'invite_required', 'conversation_not_found'],
});

export const renameConversation = defineRoute({
  method: 'PATCH',
  path: '/api/conversations/:conversationId',
  summary: 'Gives a conversation another title, or brings a deleted one back.',
  tag: 'conversations',
  params: conversationParams,
  body: z.strictObject({
    title: z.string().trim().min(1).max(120).optional(),
    deleted: z.literal(false).optional(),
  }),
  response: conversationSummary,
  status: 200,
  problems: ['unauthenticated', 'invite_required', 'conversation_not_found'],
});

export const deleteConversation = defineRoute({
  method: 'DELETE',
  path: '/api/conversations/:conversationId',
  summary: 'Takes a conversation off the caller’s list.',
  tag: 'conversations',
  params: conversationParams,
  status: 204,
  problems: ['unauthenticated', 'invite_required', 'conversation_not_found'],
});

export const sendMessageBody = z
  .strictObject({
    text: messageText,
    /** The answer this message replies to. */
    parentCandidateId: uuid.optional(),
    /**
     * The turn this message follows, where the server is to say from which answer: its newest, in rank mode the one
     * ranked better, or after a tie one drawn at random. Left out with the others, the end of the chosen path.
     */
    parentTurnId: uuid.optional(),
    /** The turn whose message this one is to stand in for: it becomes a sibling of it, and both stay. */
    editsTurnId: uuid.optional(),
  })
  .refine(
    ({ parentCandidateId, parentTurnId, editsTurnId }) =>
      [parentCandidateId, parentTurnId, editsTurnId].filter(Boolean).length <= 1,
    'name one of parentCandidateId, parentTurnId and editsTurnId at most',
  );
export type SendMessageBody = z.infer<typeof sendMessageBody>;

export const sendMessage = defineRoute({
  method: 'POST',
  path: '/api/conversations/:conversationId/turns',
  summary: 'Sends a message in a conversation.',
  tag: 'conversations',
  params: conversationParams,
  body: sendMessageBody,
  response: turnView,
  status: 201,
  idempotent: true,
  problems: [
    'unauthenticated',
    'consent_required',
    'invite_required',
    'conversation_not_found',
    'candidate_not_found',
    'turn_not_found',
    'chatbot_without_model',
    'turn_pending',
    'ranking_required',
    'idempotency_key_reused',
    'too_many_requests',
    'day_limit_reached',
    'unavailable',
  ],
});

export const regenerateTurn = defineRoute({
  method: 'POST',
  path: '/api/turns/:turnId/candidates',
  summary:
    'Answers a message anew: with another candidate of the turn, in rank mode with a sibling turn and its new pair.',
  tag: 'conversations',
  params: turnParams,
  response: turnView,
  status: 201,
  idempotent: true,
  problems: [
    'unauthenticated',
    'consent_required',
    'invite_required',
    'turn_not_found',
    'chatbot_without_model',
    'turn_pending',
    'idempotency_key_reused',
    'too_many_requests',
    'day_limit_reached',
    'unavailable',
  ],
});

export const choosePath = defineRoute({
  method: 'PUT',
  path: '/api/conversations/:conversationId/current-candidate',
  summary: 'Chooses the path through a conversation that leads through an answer.',
  tag: 'conversations',
  params: conversationParams,
  body: z.strictObject({ candidateId: uuid }),
  response: z.object({ currentCandidateId: uuid }),
  status: 200,
  problems: ['unauthenticated', 'invite_required', 'conversation_not_found', 'candidate_not_found'],
});

export const getTurn = defineRoute({
  method: 'GET',
  path: '/api/turns/:turnId',
  summary: 'One turn with its answers and the caller’s feedback.',
  tag: 'conversations',
  params: turnParams,
  response: turnView,
  status: 200,
  problems: ['unauthenticated', 'invite_required', 'turn_not_found'],
});

export const streamTurn = defineRoute({
  method: 'GET',
  path: '/api/turns/:turnId/events',
  summary:
    'The answers of a turn while they are written (Server-Sent Events; resumes from Last-Event-ID).',
  tag: 'conversations',
  params: turnParams,
  produces: 'text/event-stream',
  status: 200,
  problems: ['unauthenticated', 'invite_required', 'turn_not_found'],
});

export const stopTurn = defineRoute({
  method: 'POST',
  path: '/api/turns/:turnId/stop',
  summary: 'Stops the answers that are still being written; what is there stays.',
  tag: 'conversations',
  params: turnParams,
  status: 202,
  response: z.object({ turnId: uuid, state: turnState }),
  problems: ['unauthenticated', 'invite_required', 'turn_not_found'],
});
