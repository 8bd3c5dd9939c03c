import { ref, watch, type Ref } from 'vue';
import { useRoute } from 'vue-router';

/**
 * Fills a new form once from the record that `?from=` names. What it answers is true from then on: a copy is not saved
 * yet, so leaving it asks.
 */
export function useCopy<Item extends { readonly id: string }>(
  records: Readonly<Ref<{ readonly items: readonly Item[] } | undefined>>,
  isNew: boolean,
  fill: (from: Item) => void,
): Readonly<Ref<boolean>> {
  const route = useRoute();
  const copied = ref(false);
  watch(
    records,
    (now) => {
      const from = now?.items.find(({ id }) => id === route.query['from']);
      if (!isNew || !from || copied.value) return;
      fill(from);
      copied.value = true;
    },
    { immediate: true },
  );
  return copied;
}
