import type { CandidateView } from '@koi/contracts/http';
import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';

export const hasEnded = ({ state }: Pick<CandidateView, 'state'>): boolean =>
  state !== 'queued' && state !== 'streaming';

/**
 * Whether what comes with the end of an answer is to be set: a moment later than its text, in a task of its own, whether
 * it ends before the reader's eyes or has long ended when the page is opened.
 */
export function useEnded(answer: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'state'>>) {
  const ended = ref(false);
  const follow = (): void => void (ended.value = hasEnded(toValue(answer)));
  if (hasEnded(toValue(answer))) doWhenIdle(follow);
  watch(
    () => [toValue(answer).id, hasEnded(toValue(answer))] as const,
    ([id, now], [idBefore]) => {
      if (now && id === idBefore) setTimeout(follow);
      else follow();
    },
  );
  return ended;
}
