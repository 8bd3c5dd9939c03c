import type { StreamEvent } from './stream-events.js';

type Fields<Type extends StreamEvent['type']> = Readonly<
  Record<Exclude<keyof Extract<StreamEvent, { type: Type }>, 'type' | 'detail'>, FieldType>
>;
type FieldType = 'string' | 'number';

const text = 'string';
const number = 'number';
/** Every event and its members; one that is missing here does not compile. */
const events: { readonly [Type in StreamEvent['type']]: Fields<Type> } = {
  reset: { candidateId: text, side: text, text },
  delta: { candidateId: text, offset: number, text },
  done: { candidateId: text, state: text, finishReason: text },
  connection: { state: text },
  end: { turnId: text, state: text },
};

/**
 * Whether a page knows what to do with what came of a stream. A cheaper look than the schema `streamEvent`, for a reader
 * that trusts the sender: it is asked for every few words of an answer, and brings no schema library into the page.
 */
export function isStreamEvent(event: unknown): event is StreamEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { type } = event as { readonly type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(events, type)) return false;
  return Object.entries(events[type as StreamEvent['type']]).every(
    ([name, expected]) => typeof (event as Record<string, unknown>)[name] === expected,
  );
}
