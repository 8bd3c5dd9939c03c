import { z } from 'zod';

/**
 * What koi adds to a job beside its payload, under the one key `_koi`. The payload's own fields stay at the top of
 * `job.data`, so that a consumer in another language reads them without knowing koi; it may ignore this key.
 */
const envelope = z.object({
  /** The node that waits for the result, see `Requester`. */
  replyTo: z.string().optional(),
});
export type Envelope = z.infer<typeof envelope>;

const KEY = '_koi';

export function seal(payload: object, meta: Envelope): Record<string, unknown> {
  return Object.keys(meta).length === 0 ? { ...payload } : { ...payload, [KEY]: meta };
}

export function envelopeOf(data: unknown): Envelope {
  const given = typeof data === 'object' && data !== null && KEY in data ? data[KEY] : {};
  return envelope.safeParse(given).data ?? {};
}
