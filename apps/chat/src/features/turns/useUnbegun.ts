import type { TurnView } from '@koi/contracts/http';
import { computed, onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue';
import type { LiveTurn } from './turn-answers.js';
import { WAITING_AFTER_S } from './useQuiet.js';

/**
 * Looks at a turn again from time to time for as long as nothing of an answer has come and it waited in the queue when
 * last seen: events tell of text alone, and "waiting" and "slow" are different things to a person.
 */
export function useUnbegun(
  turn: MaybeRefOrGetter<TurnView | undefined>,
  live: MaybeRefOrGetter<LiveTurn | undefined>,
  look: (turnId: string) => void,
): void {
  const unbegun = computed(() => {
    const { id, candidates = [] } = toValue(turn) ?? {};
    const waits = candidates.some(
      (candidate) =>
        candidate.state === 'queued' && toValue(live)?.answers[candidate.id]?.state === 'queued',
    );
    return waits ? id : undefined;
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    unbegun,
    (turnId) => {
      clearInterval(timer);
      if (turnId) timer = setInterval(() => look(turnId), WAITING_AFTER_S * 1_000);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
}
