import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { MAX_REASONS, reasonKey } from '../reasons/index.js';
import { feedbackKind, rankingChoice, rankingStrength, voteChoice } from '../terms.js';
import { defineRoute } from '../http/define-route.js';
import {
  carriesStrength,
  feedbackWords,
  receiptStatus,
  strengthNeedsPreference,
} from '../http/feedback.js';

const PREFIX = 'chatcmpl-';

/** The id of a completion, from the turn it is stored as. */
export const completionId = (turnId: string): string => `${PREFIX}${turnId}`;

/** What an answer reference names: a candidate, or one choice (by its index) of a completion. */
export type AnswerReference =
  | { readonly candidateId: string }
  | { readonly turnId: string; readonly choice: number | undefined };

/** Reads an answer reference; `undefined` when the text is none. */
export function parseAnswerReference(text: string): AnswerReference | undefined {
  if (!text.startsWith(PREFIX))
    return uuid.safeParse(text).success ? { candidateId: text.toLowerCase() } : undefined;
  const [turnId = '', choice, ...rest] = text.slice(PREFIX.length).split(':');
  if (rest.length > 0 || !uuid.safeParse(turnId).success) return undefined;
  if (choice === undefined) return { turnId: turnId.toLowerCase(), choice: undefined };
  return /^\d{1,2}$/.test(choice)
    ? { turnId: turnId.toLowerCase(), choice: Number(choice) }
    : undefined;
}

/** `chatcmpl-…` of a completion with one choice, `chatcmpl-…:1` for the choice of index 1, or a candidate's id. */
const answerReference = z
  .string()
  .max(100)
  .refine(
    (text) => parseAnswerReference(text) !== undefined,
    'name an answer: a completion id (chatcmpl-…), one of its choices (chatcmpl-…:1), or a candidate id',
  );

/** Keys of the chatbot's latest reasons (koi.yaml). */
const reasons = z.array(reasonKey).max(MAX_REASONS).optional();

/** The body of `POST /v1/feedback`. `undo`, or a `text` of null, takes the last of its kind back. */
export const openAiFeedbackBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('vote'), id: answerReference, value: voteChoice, reasons }),
  z
    .object({
      type: z.literal('ranking'),
      /** Two answers to one request: the first is A, the second B. */
      ids: z.tuple([answerReference, answerReference]),
      outcome: rankingChoice,
      strength: rankingStrength.optional(),
      reasons,
    })
    .refine(carriesStrength, strengthNeedsPreference),
  z.object({ type: z.literal('correction'), id: answerReference, text: feedbackWords }),
  z.object({ type: z.literal('comment'), id: answerReference, text: feedbackWords }),
]);
export type OpenAiFeedbackBody = z.infer<typeof openAiFeedbackBody>;

export const openAiFeedbackReceipt = z.object({
  object: z.literal('feedback'),
  type: feedbackKind,
  /** `stored`: in Postgres (200). `queued`: durably queued (202). */
  status: receiptStatus,
  /** The answers it is about; for a ranking A and B. */
  candidate_ids: z.array(uuid),
  /** Counts what was said about this target; null while queued. */
  revision: z.int().positive().nullable(),
  created_at: timestamp.nullable(),
});
export type OpenAiFeedbackReceipt = z.infer<typeof openAiFeedbackReceipt>;

export const giveOpenAiFeedback = defineRoute({
  method: 'POST',
  path: '/v1/feedback',
  summary: 'Votes on an answer, ranks two answers to one request, corrects or comments an answer.',
  tag: 'openai',
  body: openAiFeedbackBody,
  response: openAiFeedbackReceipt,
  status: 200,
  auth: 'api_key',
  problems: [
    'invalid_api_key',
    'candidate_not_found',
    'candidate_unfinished',
    'choice_required',
    'not_comparable',
    'turn_pending',
    'unknown_reason',
    'nothing_to_undo',
    'idempotency_key_reused',
    'unavailable',
  ],
});
