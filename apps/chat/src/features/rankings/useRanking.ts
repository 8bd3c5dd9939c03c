import type { TurnView } from '@koi/contracts/http';

import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useOutbox } from '../outbox/index.js';

/** Ties and “both bad” are outcomes of their own. */
export type Outcome = NonNullable<TurnView['ranking']>;

/** A participant's choice between the two answers of a turn: shown at once, `pending` until it got through. */
export function useRanking(turn: MaybeRefOrGetter<Pick<TurnView, 'id' | 'ranking'>>) {
  const outbox = useOutbox();
  const waiting = computed(() =>
    outbox.waiting.value.find(({ targetId }) => targetId === toValue(turn).id),
  );
  const outcome = computed<Outcome | null>(() => {
    const item = waiting.value;
    if (item?.kind !== 'ranking') return toValue(turn).ranking;
    return item.value === 'undo' ? null : item.value;
  });

  /** Chooses, or takes the choice back when the same one is made again. */
  function choose(next: Outcome): void {
    outbox.put({
      kind: 'ranking',
      targetId: toValue(turn).id,
      value: outcome.value === next ? 'undo' : next,
    });
  }

  const pending = computed(() => (waiting.value?.tries ?? 0) > 0);
  return { outcome, pending, choose };
}
