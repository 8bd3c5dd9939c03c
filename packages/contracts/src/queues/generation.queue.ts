import { z } from 'zod';
import { uuid } from '../ids.js';
import { finalState, finishReason } from '../terms.js';
import { defineQueue, exponential, type PayloadOf, type ResultOf } from './define-queue.js';

/** gateway → model-proxy: write one candidate's answer. The candidate's row holds everything else. */
export const generationQueue = defineQueue('generation', {
  payload: z.object({ candidateId: uuid, requestId: z.string().optional() }),
  result: z.object({ state: finalState, finishReason }),
  jobId: ({ candidateId }) => candidateId,
  // What a model does wrong ends an answer by itself; a job fails when its stores are away. Fifteen seconds of that pass.
  attempts: 6,
  backoff: exponential({ startMs: 500 }),
});

export type GenerationJob = PayloadOf<typeof generationQueue>;
export type GenerationResult = ResultOf<typeof generationQueue>;
