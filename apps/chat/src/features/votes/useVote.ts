import type { CandidateView } from '@koi/contracts/http';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useWaiting } from '../outbox/index.js';
import { useReasons } from '../reasons/index.js';

/** A participant's vote on one answer: shown at once, `pending` until the server has confirmed it. */
export function useVote(
  candidate: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'vote' | 'voteReasons'>>,
) {
  const { said, pending, say } = useWaiting('vote', () => toValue(candidate).id);
  const vote = computed(() => {
    const value = said.value?.value;
    if (value === undefined) return toValue(candidate).vote;
    return value === 'undo' ? null : value;
  });
  const chosen = computed<readonly string[]>(() =>
    said.value ? (said.value.reasons ?? []) : toValue(candidate).voteReasons,
  );
  const { choices, named } = useReasons(() => vote.value ?? undefined);

  /** Votes, or takes the vote back when the same side is pressed again. */
  const press = (side: 'up' | 'down'): void => say({ value: vote.value === side ? 'undo' : side });

  /** Says why. */
  function giveReasons(keys: readonly string[]): void {
    if (vote.value) say({ value: vote.value, ...named(keys) });
  }

  return { vote, pending, press, reasons: { choices, chosen, giveReasons } };
}
