import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { givenReasons } from '../reasons/index.js';
import { rankingChoice, rankingStrength, voteChoice } from '../terms.js';
import { defineQueue, exponential, type PayloadOf, type ResultOf } from './define-queue.js';

const command = {
  /** Chosen by the client; the job's id and, in Postgres, unique: the same press twice is one row. */
  idempotencyKey: uuid,
  participantId: uuid,
  /** When the gateway accepted the command. Two commands on one answer are ordered by it. */
  acceptedAt: timestamp,
  requestId: z.string().optional(),
};

export const voteCommand = z.object({
  kind: z.literal('vote'),
  ...command,
  candidateId: uuid,
  value: voteChoice,
  /** Optional for ever: most votes name no reason, and jobs of koi 0.1 have no such field. */
  ...givenReasons,
});
export type VoteCommand = z.infer<typeof voteCommand>;

export const rankingCommand = z.object({
  kind: z.literal('ranking'),
  ...command,
  turnId: uuid,
  outcome: rankingChoice,
  /** The two answers compared, A first, of a turn with any number; absent on the page, which compares both it has. */
  shown: z.tuple([uuid, uuid]).optional(),
  /** Optional for ever, as for votes. */
  strength: rankingStrength.optional(),
  ...givenReasons,
});
export type RankingCommand = z.infer<typeof rankingCommand>;

/** A better answer in somebody's own words, or a remark; without `text` the last one is taken back. */
const words = { ...command, candidateId: uuid, text: z.string().min(1).max(100_000).optional() };
export const correctionCommand = z.object({ kind: z.literal('correction'), ...words });
export const commentCommand = z.object({ kind: z.literal('comment'), ...words });

export const feedbackCommand = z.discriminatedUnion('kind', [
  voteCommand,
  rankingCommand,
  correctionCommand,
  commentCommand,
]);
export type FeedbackCommand = z.infer<typeof feedbackCommand>;

/** A refusal travels back as a value, not as a failed job: the same command would be refused again. */
export const feedbackOutcome = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('stored'),
    feedbackId: uuid,
    revision: z.int().positive(),
    createdAt: timestamp,
  }),
  z.object({ status: z.literal('refused'), code: z.string(), detail: z.string() }),
]);
export type FeedbackOutcome = z.infer<typeof feedbackOutcome>;

/** gateway → feedback-api: one participant's command. The job id is the client's idempotency key. */
export const feedbackQueue = defineQueue('feedback', {
  payload: feedbackCommand,
  result: feedbackOutcome,
  jobId: (payload) => payload.idempotencyKey,
  attempts: 8,
  backoff: exponential({ startMs: 200 }),
});

export type FeedbackJob = PayloadOf<typeof feedbackQueue>;
export type FeedbackResult = ResultOf<typeof feedbackQueue>;
