import { z } from 'zod';
import { uuid } from '../ids.js';
import { finalState, finishReason, side, turnState } from '../terms.js';

/**
 * What the gateway sends to a page about one turn, as Server-Sent Events: the SSE `event` field is `type`, `data`
 * is the JSON of the whole event. Nothing in it names a model.
 */
export const streamEvent = z.discriminatedUnion('type', [
  /** Begins (again) an answer: `text` is all of it up to now. Replaces whatever the page had. */
  z.object({ type: z.literal('reset'), candidateId: uuid, side, text: z.string() }),
  /** Appends `text` at `offset` (UTF-16 code units). */
  z.object({
    type: z.literal('delta'),
    candidateId: uuid,
    offset: z.int().nonnegative(),
    text: z.string().min(1),
  }),
  /** One answer has ended. */
  z.object({
    type: z.literal('done'),
    candidateId: uuid,
    state: finalState,
    finishReason,
    detail: z.string().optional(),
  }),
  /**
   * The gateway cannot hear how the answer goes on, or can again; after any other event it can. The stream stays open,
   * and goes on by itself.
   */
  z.object({ type: z.literal('connection'), state: z.enum(['lost', 'back']) }),
  /** Every answer of the turn has ended; the server closes the stream after it. */
  z.object({ type: z.literal('end'), turnId: uuid, state: turnState }),
]);
export type StreamEvent = z.infer<typeof streamEvent>;

/** How far a reader has read, for each candidate in the order of its side: the SSE `id` / `Last-Event-ID`. */
export interface ReadPosition {
  readonly attempt: number;
  readonly offset: number;
}

/** Writes positions as an SSE id: `1.120,1.80`. */
export function formatEventId(positions: readonly ReadPosition[]): string {
  return positions.map(({ attempt, offset }) => `${attempt}.${offset}`).join(',');
}

/** Reads an SSE id; anything that is not one gives `undefined`, and the reader starts from the beginning. */
export function parseEventId(id: string | undefined): ReadPosition[] | undefined {
  if (!id || !/^\d{1,9}\.\d{1,9}(,\d{1,9}\.\d{1,9})*$/.test(id)) return undefined;
  return id.split(',').map((part) => {
    const [attempt, offset] = part.split('.').map(Number);
    return { attempt: attempt ?? 0, offset: offset ?? 0 };
  });
}
