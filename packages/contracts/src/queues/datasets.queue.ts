import { z } from 'zod';
import { uuid } from '../ids.js';
import { defineQueue, exponential, type PayloadOf } from './define-queue.js';

/** feedback-api → analytics-worker: build one dataset version. The row says what to build. */
export const datasetsQueue = defineQueue('datasets', {
  payload: z.object({ datasetVersionId: uuid, requestId: z.string().optional() }),
  result: z.object({ manifestUri: z.string(), sha256: z.string() }),
  jobId: ({ datasetVersionId }) => datasetVersionId,
  attempts: 3,
  backoff: exponential({ startMs: 1_000 }),
});

export type DatasetsJob = PayloadOf<typeof datasetsQueue>;
