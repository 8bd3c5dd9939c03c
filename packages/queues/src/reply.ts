import { z } from 'zod';

const ofJob = { queue: z.string(), jobId: z.string() };

/** What a worker sends to the node that waits for a job, once the job's end is stored. */
export const reply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('completed'), ...ofJob, result: z.unknown() }),
  z.object({ status: z.literal('failed'), ...ofJob, reason: z.string() }),
]);
export type Reply = z.infer<typeof reply>;
