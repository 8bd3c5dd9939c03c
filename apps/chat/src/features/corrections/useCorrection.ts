import type { CandidateView } from '@koi/contracts/http';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { useWaiting } from '../outbox/index.js';

/** A participant's better version of one answer, as it stands or as it waits to be sent. */
export function useCorrection(
  candidate: MaybeRefOrGetter<Pick<CandidateView, 'id' | 'text' | 'correction'>>,
) {
  const { said, pending, say } = useWaiting('correction', () => toValue(candidate).id);
  const correction = computed(() => (said.value ? said.value.text : toValue(candidate).correction));
  const editing = ref(false);

  /** Saves the text; one that says what the answer says takes the correction back. */
  function save(text: string): void {
    editing.value = false;
    const same = text.trim() === toValue(candidate).text.trim() || text.trim() === '';
    const next = same ? null : text;
    if (next !== correction.value) say({ text: next });
  }

  return { correction, pending, editing, save, takeBack: () => save('') };
}
