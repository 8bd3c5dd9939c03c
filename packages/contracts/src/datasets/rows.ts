import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { reasonKey } from '../reasons/index.js';
import { chatMessage, rankingStrength, side, voteValue } from '../terms.js';

/** Which model wrote an answer: its name in koi.yaml and its version when it was drawn. */
export const rowModel = z.object({ name: z.string(), version: z.int().positive() });

const origin = {
  conversation_id: uuid,
  turn_id: uuid,
  feedback_id: uuid,
  participant_id: uuid,
  /** When the participant agreed to the chatbot's consent text; null when none was asked. */
  consented_at: timestamp.nullable(),
  /** When koi accepted the feedback. */
  accepted_at: timestamp,
  chatbot: slug,
  /** SHA-256 of the messages and answers as they were shown; null for feedback of koi 0.1. */
  shown_sha256: z.string().nullable(),
  /** The keys of the reasons that were given, and the version of the chatbot's reasons they are of. */
  reasons: z.array(reasonKey),
  reasons_version: z.int().positive().nullable(),
  /** The same participant's remark on the answer (of a ranking: on the chosen one). */
  comment: z.string().nullable(),
};

const completion = z.array(z.object({ role: z.literal('assistant'), content: z.string() }));

/**
 * One line of `pairs.jsonl`: TRL's "preference" type with explicit prompt in conversational format, as `DPOTrainer`
 * and `RewardTrainer` take it (https://huggingface.co/docs/trl/dataset_formats#preference), and where it comes from.
 */
export const preferenceRow = z.object({
  prompt: z.array(chatMessage),
  chosen: completion,
  rejected: completion,
  ...origin,
  /** A ranking of two answers, or an answer that somebody wrote better: that text is chosen, the answer rejected. */
  source: z.enum(['ranking', 'correction']),
  /** Null where a person wrote the chosen text. */
  chosen_candidate_id: uuid.nullable(),
  rejected_candidate_id: uuid,
  chosen_model: rowModel.nullable(),
  rejected_model: rowModel,
  /** Where the chosen answer was shown; null for a correction. */
  chosen_side: side.nullable(),
  /** How much better the chosen answer is, where the participant said so. */
  strength: rankingStrength.nullable(),
});
export type PreferenceRow = z.infer<typeof preferenceRow>;

/** One line of `votes.jsonl`: one participant's current vote on one answer. */
export const voteRow = z.object({
  prompt: z.array(chatMessage),
  completion,
  value: voteValue,
  ...origin,
  candidate_id: uuid,
  model: rowModel,
});
export type VoteRow = z.infer<typeof voteRow>;
