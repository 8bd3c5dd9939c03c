import { z } from 'zod';
import { finalState, finishReason } from '../terms.js';

/**
 * What model-proxy publishes while it writes one candidate's answer.
 *
 * Offsets and lengths count UTF-16 code units (JavaScript string length); a delta never splits a surrogate
 * pair. `attempt` counts the job's tries: a higher attempt starts the text again from nothing.
 */
export const candidateEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('delta'),
    attempt: z.int().positive(),
    /** Where `text` begins in the whole answer. */
    offset: z.int().nonnegative(),
    text: z.string().min(1),
  }),
  /** The whole text so far, retained by the relay for readers that come late. */
  z.object({ type: z.literal('snapshot'), attempt: z.int().positive(), text: z.string() }),
  /** The answer has ended and is in Postgres. `length` lets a reader see whether it has all of it. */
  z.object({
    type: z.literal('done'),
    attempt: z.int().positive(),
    state: finalState,
    finishReason,
    length: z.int().nonnegative(),
    /** A message for the participant when the state is failed. Names no model and no upstream. */
    detail: z.string().optional(),
  }),
]);
export type CandidateEvent = z.infer<typeof candidateEvent>;
