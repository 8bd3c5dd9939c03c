import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { rankingChoice, side, voteChoice } from '../terms.js';
import { defineRoute } from './define-route.js';

/** 200 `stored`: it is in Postgres. 202 `queued`: it is durably queued and will be. */
export const receiptStatus = z.enum(['stored', 'queued']);

export const voteBody = z.strictObject({ value: voteChoice });
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
    'nothing_to_undo',
    'idempotency_key_reused',
    'unavailable',
  ],
});

export const rankingBody = z.strictObject({ outcome: rankingChoice });
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
    'ranking_closed',
    'nothing_to_undo',
    'idempotency_key_reused',
    'unavailable',
  ],
});
