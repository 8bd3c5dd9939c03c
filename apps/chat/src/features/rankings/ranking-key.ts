import type { Outcome } from './useRanking.js';

const keys: Readonly<Record<string, Outcome>> = {
  ArrowLeft: 'a_better',
  ArrowRight: 'b_better',
  t: 'tie',
  b: 'both_bad',
};

/** An arrow means the answer on its side: where the page runs from right to left, A stands on the right. */
const mirrored: Readonly<Record<string, Outcome>> = {
  ...keys,
  ArrowLeft: 'b_better',
  ArrowRight: 'a_better',
};

/** What a key press chooses, or `undefined`: with a modifier, or inside a field or dialog, keys mean other things. */
export function rankingKey(
  event: Pick<
    KeyboardEvent,
    'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'defaultPrevented'
  >,
  target: Pick<Element, 'closest'> | null,
  rightToLeft = false,
): Outcome | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  if (event.repeat || event.defaultPrevented) return undefined;
  if (
    target?.closest('textarea, input, select, pre, [contenteditable], [role=dialog], [role=menu]')
  )
    return undefined;
  const meaning = rightToLeft ? mirrored : keys;
  return meaning[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}
