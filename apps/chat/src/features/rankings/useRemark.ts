import type { CandidateView } from '@koi/contracts/http';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useComment } from '../comments/index.js';
import type { Outcome } from './useRanking.js';

/**
 * The remark on a comparison. It is a comment on the better answer, or on the first when none is better, and it moves
 * with the choice, so that nobody loses what they wrote by changing their mind.
 */
export function useRemark(
  answers: MaybeRefOrGetter<readonly CandidateView[]>,
  outcome: MaybeRefOrGetter<Outcome | null>,
) {
  const of = (side: 'a' | 'b') =>
    toValue(answers).find((answer) => answer.side === side) ?? { id: '', comment: null };
  const onA = useComment(() => of('a'));
  const onB = useComment(() => of('b'));
  const remarked = computed(() => {
    const side = toValue(outcome) === 'b_better' ? 'b' : 'a';
    return toValue(answers).find((answer) => answer.side === side);
  });

  /** Takes the remark to where it belongs after a choice; without a choice it stays where it is. */
  function follow(): void {
    const chosen = toValue(outcome);
    if (!chosen) return;
    const [here, there] = chosen === 'b_better' ? [onB, onA] : [onA, onB];
    const text = there.comment.value;
    if (text === null || here.comment.value !== null) return;
    here.save(text);
    there.save('');
  }

  return { remarked, pending: computed(() => onA.pending.value || onB.pending.value), follow };
}
