import { z } from 'zod';
import { probedConversation, probeReport } from '../events/probe-events.js';
import { timestamp, uuid } from '../ids.js';
import { modelConfig } from '../koi-yaml/index.js';
import { defineQueue, exponential, type PayloadOf, type ResultOf } from './define-queue.js';

/** A model as it stands in its row, or with settings that nobody has saved yet. */
const probedModel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), modelId: uuid }),
  z.object({
    kind: z.literal('draft'),
    name: z.string(),
    config: modelConfig.refine((config) => !('apiKey' in config && config.apiKey !== undefined), {
      path: ['apiKey'],
      error: 'must not stand in a draft',
    }),
    /** Sealed by `KOI_SECRET_KEY` for the address in `config`; never readable in a queue. */
    sealedKey: z.string().startsWith('sealed:').optional(),
  }),
]);

/**
 * Whoever wants to know whether a model answers → model-proxy, which alone speaks to models. A failing model is a
 * report, not a failed job. What goes on is told on `probeTopic`; a message on `probeStopTopic` ends it.
 */
export const probesQueue = defineQueue('probes', {
  payload: z.object({
    probeId: uuid,
    /** Nobody waits any longer from then on; a job that is taken later is not done. */
    expiresAt: timestamp,
    model: probedModel,
    /** Left out, it is asked a question of koi's own, and for a few words. */
    conversation: probedConversation.optional(),
    requestId: z.string().optional(),
  }),
  result: probeReport,
  jobId: ({ probeId }) => probeId,
  attempts: 1,
  backoff: exponential({ startMs: 1_000 }),
  keepCompletedSeconds: 60,
});

export type ProbeJob = PayloadOf<typeof probesQueue>;
export type ProbeResult = ResultOf<typeof probesQueue>;

/** How long a probe takes at most, in milliseconds, with its way through the queue. */
export const PROBE_TIMEOUT_MS = 60_000;
