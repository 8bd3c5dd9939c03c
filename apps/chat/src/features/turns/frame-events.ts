import type { StreamEvent } from '@koi/contracts/events';

/**
 * Takes from what has arrived as much as is shown at a time: so many characters of text, or the end of an answer with the
 * buttons that come with it, never both. The rest stays in `waiting`.
 */
export function takeFrame(waiting: StreamEvent[], characters: number): StreamEvent[] {
  const taken: StreamEvent[] = [];
  let left = characters;
  for (let event = waiting[0]; event && left > 0; event = waiting[0]) {
    if (isEnd(event) && taken.some((before) => !isEnd(before))) break;
    waiting.shift();
    if (event.type === 'delta') {
      const [first, rest] = split(event, left);
      if (rest.text !== '') waiting.unshift(rest);
      event = first;
    }
    if (event.type === 'delta') left -= event.text.length;
    taken.push(event);
  }
  return taken;
}

/** How much text events bring, in UTF-16 code units. */
export const textLength = (events: readonly StreamEvent[]): number =>
  events.reduce((sum, event) => sum + (event.type === 'delta' ? event.text.length : 0), 0);

const isEnd = ({ type }: StreamEvent): boolean => type === 'done' || type === 'end';

type Delta = Extract<StreamEvent, { type: 'delta' }>;

/** Two deltas of one, the first as long as said or, rather than with half a character at its end, one longer. */
function split(delta: Delta, length: number): [Delta, Delta] {
  const isHalf = /[\uDC00-\uDFFF]/.test(delta.text.charAt(length));
  const at = isHalf ? length + 1 : length;
  return [
    { ...delta, text: delta.text.slice(0, at) },
    { ...delta, text: delta.text.slice(at), offset: delta.offset + at },
  ];
}
