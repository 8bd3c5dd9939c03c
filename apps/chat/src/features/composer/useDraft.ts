import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { storage as browserStorage, type TextStorage } from '../../app/storage.js';

/** What is being written in one conversation; it survives a reload and waits when another one is opened. */
export function useDraft(place: MaybeRefOrGetter<string>, storage: TextStorage = browserStorage) {
  const nameOf = (where: string): string => `koi-draft:${where}`;
  const draft = ref('');

  watch(
    () => toValue(place),
    (where) => (draft.value = storage.getItem(nameOf(where)) ?? ''),
    { immediate: true, flush: 'sync' },
  );
  watch(
    draft,
    (text) => {
      const name = nameOf(toValue(place));
      if (text === '') storage.removeItem(name);
      else storage.setItem(name, text);
    },
    { flush: 'sync' },
  );
  return draft;
}
