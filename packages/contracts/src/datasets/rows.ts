import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { chatMessage, side, voteValue } from '../terms.js';

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
  chosen_candidate_id: uuid,
  rejected_candidate_id: uuid,
  chosen_model: rowModel,
  rejected_model: rowModel,
  /** Where the chosen answer was shown. */
  chosen_side: side,
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
