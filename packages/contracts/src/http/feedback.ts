import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { givenReasons } from '../reasons/index.js';
import { rankingChoice, rankingStrength, side, voteChoice, type RankingChoice } from '../terms.js';
import { defineRoute } from './define-route.js';

/** 200 `stored`: it is in Postgres. 202 `queued`: it is durably queued and will be. */
export const receiptStatus = z.enum(['stored', 'queued']);

/** Only a preference has a strength. */
export const carriesStrength = (said: {
  readonly outcome: RankingChoice;
  readonly strength?: unknown;
}): boolean =>
  said.strength === undefined || said.outcome === 'a_better' || said.outcome === 'b_better';
export const strengthNeedsPreference = {
  path: ['strength'],
  error: 'only "a_better" and "b_better" have a strength',
};

/** What somebody says replaces what they said before, reasons included. */
export const voteBody = z.strictObject({ value: voteChoice, ...givenReasons });
export type VoteBody = z.infer<typeof voteBody>;
export const voteReceipt = z.object({
  status: receiptStatus,
  candidateId: uuid,
  value: voteChoice,
  /** Counts the caller's votes on this answer, undo included; null while queued. */
  revision: z.int().positive().nullable(),
  createdAt: timestamp.nullable(),
});
export type VoteReceipt = z.infer<typeof voteReceipt>;

export const giveVote = defineRoute({
  method: 'PUT',
  path: '/api/candidates/:candidateId/vote',
  summary: 'Votes on an answer, changes the vote, or takes it back.',
  tag: 'feedback',
  params: z.object({ candidateId: uuid }),
  body: voteBody,
  response: voteReceipt,
  status: 200,
  idempotent: true,
  problems: [
    'unauthenticated',
    'invite_required',
    'candidate_not_found',
    'candidate_unfinished',
    'wrong_feedback_mode',
    'unknown_reason',
    'nothing_to_undo',
    'idempotency_key_reused',
    'unavailable',
  ],
});

export const rankingBody = z
  .strictObject({
    outcome: rankingChoice,
    /** How much better the better answer is. */
    strength: rankingStrength.optional(),
    ...givenReasons,
  })
  .refine(carriesStrength, strengthNeedsPreference);
export type RankingBody = z.infer<typeof rankingBody>;
export const rankingReceipt = z.object({
  status: receiptStatus,
  turnId: uuid,
  outcome: rankingChoice,
  revision: z.int().positive().nullable(),
  createdAt: timestamp.nullable(),
  /** Which model wrote which side; null while queued or when the chatbot does not say. */
  models: z.array(z.object({ candidateId: uuid, side, model: z.string() })).nullable(),
});
export type RankingReceipt = z.infer<typeof rankingReceipt>;

export const giveRanking = defineRoute({
  method: 'PUT',
  path: '/api/turns/:turnId/ranking',
  summary: 'Says which of two answers is better, changes the choice, or takes it back.',
  tag: 'feedback',
  params: z.object({ turnId: uuid }),
  body: rankingBody,
  response: rankingReceipt,
  status: 200,
  idempotent: true,
  problems: [
    'unauthenticated',
    'invite_required',
    'turn_not_found',
    'turn_pending',
    'wrong_feedback_mode',
    'unknown_reason',
    'ranking_closed',
    'nothing_to_undo',
    'idempotency_key_reused',
    'unavailable',
  ],
});

/** The longest correction or comment, in UTF-16 code units. */
export const MAX_WORDS_LENGTH = 100_000;

/** Words about an answer; null takes the last ones back. */
export const feedbackWords = z
  .string()
  .max(MAX_WORDS_LENGTH, `use at most ${MAX_WORDS_LENGTH} characters`)
  .refine((text) => text.trim() !== '', 'write something, or send null to take the last one back')
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters')
  .nullable();

export const wordsBody = z.strictObject({ text: feedbackWords });
export type WordsBody = z.infer<typeof wordsBody>;
export const wordsReceipt = z.object({
  status: receiptStatus,
  candidateId: uuid,
  text: z.string().nullable(),
  /** Counts the caller's corrections (or comments) of this answer, undo included; null while queued. */
  revision: z.int().positive().nullable(),
  createdAt: timestamp.nullable(),
});
export type WordsReceipt = z.infer<typeof wordsReceipt>;

const wordsProblems = [
  'unauthenticated',
  'candidate_not_found',
  'candidate_unfinished',
  'wrong_feedback_mode',
  'nothing_to_undo',
  'idempotency_key_reused',
  'unavailable',
] as const;

export const giveCorrection = defineRoute({
  method: 'PUT',
  path: '/api/candidates/:candidateId/correction',
  summary: 'Says what an answer should have been, changes that, or takes it back.',
  tag: 'feedback',
  params: z.object({ candidateId: uuid }),
  body: wordsBody,
  response: wordsReceipt,
  status: 200,
  idempotent: true,
  problems: wordsProblems,
});

export const giveComment = defineRoute({
  method: 'PUT',
  path: '/api/candidates/:candidateId/comment',
  summary: 'Remarks on an answer, changes the remark, or takes it back.',
  tag: 'feedback',
  params: z.object({ candidateId: uuid }),
  body: wordsBody,
  response: wordsReceipt,
  status: 200,
  idempotent: true,
  problems: wordsProblems,
});
