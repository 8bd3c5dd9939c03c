import { z } from 'zod';
import { uuid } from '../ids.js';
import { finalState, finishReason } from '../terms.js';
import { defineQueue, exponential, type PayloadOf, type ResultOf } from './define-queue.js';

/** gateway → model-proxy: write one candidate's answer. The candidate's row holds everything else. */
export const generationQueue = defineQueue('generation', {
  payload: z.object({ candidateId: uuid, requestId: z.string().optional() }),
  result: z.object({ state: finalState, finishReason }),
  jobId: ({ candidateId }) => candidateId,
  attempts: 3,
  backoff: exponential({ startMs: 500 }),
});

export type GenerationJob = PayloadOf<typeof generationQueue>;
export type GenerationResult = ResultOf<typeof generationQueue>;
