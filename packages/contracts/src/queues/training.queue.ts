import { z } from 'zod';
import { uuid } from '../ids.js';
import { trainingMethod } from '../terms.js';
import { defineQueue, exponential, type PayloadOf, type ResultOf } from './define-queue.js';

/** What a trainer reports while it works, by the job's progress. */
export const trainingProgress = z.object({
  /** From 0 to 1. */
  fraction: z.number().min(0).max(1),
  message: z.string().max(500).optional(),
  metrics: z.record(z.string(), z.number()).optional(),
});
export type TrainingProgress = z.infer<typeof trainingProgress>;

/**
 * koi → any trainer, in any language that has a BullMQ client.
 *
 * The trainer reads the manifest at `manifestUri`, checks that its bytes hash to `manifestSha256` (lower-case
 * hex), then each file against the manifest, trains, reports `trainingProgress`, and returns the new version.
 */
export const trainingQueue = defineQueue('training', {
  payload: z.object({
    /** Raised only when a field changes its meaning; new fields are optional. */
    version: z.literal(1),
    trainingRunId: uuid,
    datasetVersionId: uuid,
    /** `file:` URI of the dataset version's manifest.json. */
    manifestUri: z.string(),
    manifestSha256: z.string().regex(/^[0-9a-f]{64}$/),
    method: trainingMethod,
    baseModel: z.string(),
  }),
  result: z.object({
    /** The name and version of the model that came out of the training. */
    modelVersion: z.string().min(1),
    metrics: z.record(z.string(), z.number()).default({}),
    /** Where the weights are, if the trainer says so. */
    artefactUri: z.string().optional(),
  }),
  jobId: ({ trainingRunId }) => trainingRunId,
  attempts: 1,
  backoff: exponential({ startMs: 1_000 }),
  keepCompletedSeconds: 30 * 24 * 3_600,
});

export type TrainingJob = PayloadOf<typeof trainingQueue>;
export type TrainingResult = ResultOf<typeof trainingQueue>;
