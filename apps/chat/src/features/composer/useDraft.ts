import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { storage as browserStorage, type TextStorage } from '../../app/storage.js';

const nameOf = (place: string): string => `koi-draft:${place}`;

/** Takes along what is being written in one place to another that has no draft yet, before it is shown. */
export function moveDraft(from: string, to: string, storage: TextStorage = browserStorage): void {
  const text = storage.getItem(nameOf(from));
  if (text === null) return;
  storage.removeItem(nameOf(from));
  storage.setItem(nameOf(to), text);
}

/** What is being written in one conversation; it survives a reload and waits when another one is opened. */
export function useDraft(place: MaybeRefOrGetter<string>, storage: TextStorage = browserStorage) {
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
