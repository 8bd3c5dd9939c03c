import type { CandidateView } from '@koi/contracts/http';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useOutbox } from '../outbox/index.js';

/** A participant's vote on one answer: shown at once, `pending` until the server has confirmed it. */
export function useVote(candidate: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'vote'>>) {
  const outbox = useOutbox();
  const waiting = computed(() =>
    outbox.waiting.value.find(({ targetId }) => targetId === toValue(candidate).id),
  );
  const vote = computed(() => {
    const value = waiting.value?.value;
    if (value === undefined) return toValue(candidate).vote;
    return value === 'up' || value === 'down' ? value : null;
  });

  /** Votes, or takes the vote back when the same side is pressed again. */
  function press(side: 'up' | 'down'): void {
    outbox.put({
      kind: 'vote',
      targetId: toValue(candidate).id,
      value: vote.value === side ? 'undo' : side,
    });
  }

  /** True once a try to send it did not get through: worth showing, unlike the moment it normally takes. */
  const pending = computed(() => (waiting.value?.tries ?? 0) > 0);
  return { vote, pending, press };
}
