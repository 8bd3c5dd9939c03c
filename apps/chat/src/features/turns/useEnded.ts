import type { CandidateView } from '@koi/contracts/http';
import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';

const hasEnded = ({ state }: Pick<CandidateView, 'state'>): boolean =>
  state !== 'queued' && state !== 'streaming';

/**
 * Whether an answer has ended; where it ends before the reader's eyes, a moment later than its text: what comes with it
 * is set in a task of its own.
 */
export function useEnded(answer: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'state'>>) {
  const ended = ref(hasEnded(toValue(answer)));
  const follow = (): void => void (ended.value = hasEnded(toValue(answer)));
  watch(
    () => [toValue(answer).id, hasEnded(toValue(answer))] as const,
    ([id, now], [idBefore]) => {
      if (now && id === idBefore) setTimeout(follow);
      else follow();
    },
  );
  return ended;
}
