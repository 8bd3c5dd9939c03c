import { computed } from 'vue';
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router';
import { withParameters } from '../filters/index.js';
import { readFilter, writeFilter, type FeedbackFilter } from './feedback-filter.js';

/** The table's filter, kept in the address: it can be shared, and the back button knows it. */
export function useFeedbackFilter() {
  const route = useRoute();
  const router = useRouter();
  const filter = computed(() => readFilter(route.query));

  function change(changes: Partial<FeedbackFilter>): void {
    const next = { ...filter.value, ...changes };
    // A named range replaces exact borders; a kind may not have the value that was chosen before.
    if (changes.range !== undefined && !changes.from && !changes.to)
      next.from = next.to = undefined;
    if (changes.kind !== undefined && changes.value === undefined) next.value = '';
    void router.replace({
      query: withParameters(route.query, writeFilter(next)),
      hash: route.hash,
    });
  }

  function clear(): void {
    const { view } = route.query;
    void router.replace({ query: view ? { view } : {}, hash: route.hash });
  }

  /** The address with some filters changed, for links. */
  const linkTo = (changes: Partial<FeedbackFilter>): RouteLocationRaw => ({
    name: 'feedback',
    query: withParameters(route.query, writeFilter({ ...filter.value, ...changes })),
  });

  return { filter, change, clear, linkTo };
}
