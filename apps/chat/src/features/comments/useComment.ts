import type { CandidateView } from '@koi/contracts/http';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useWaiting } from '../outbox/index.js';

/** A participant's remark on one answer, as it stands or as it waits to be sent. */
export function useComment(candidate: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'comment'>>) {
  const { said, pending, say } = useWaiting('comment', () => toValue(candidate).id);
  const comment = computed(() => (said.value ? said.value.text : toValue(candidate).comment));

  /** Saves a remark; an empty one takes the last one back. */
  function save(text: string): void {
    const next = text.trim() === '' ? null : text.trim();
    if (next !== comment.value) say({ text: next });
  }

  return { comment, pending, save };
}
