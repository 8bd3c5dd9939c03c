import type { FeedbackRecord } from '@koi/contracts/http';
import { computed } from 'vue';
import { useRoute, type RouteLocationRaw } from 'vue-router';
import { useFeedback } from './useFeedback.js';
import { useFeedbackFilter } from './useFeedbackFilter.js';

/** The rows before and after the one that is open, as far as the table has loaded. */
export function useNeighbours() {
  const route = useRoute();
  const { filter } = useFeedbackFilter();
  const { rows } = useFeedback(filter);
  const here = computed(() =>
    rows.value.findIndex(
      (row) =>
        row.conversationId === route.params.conversationId && `#${row.turnId}` === route.hash,
    ),
  );
  const target = (row: FeedbackRecord | undefined): RouteLocationRaw | undefined =>
    row && {
      name: 'conversation',
      params: { conversationId: row.conversationId },
      query: route.query,
      hash: `#${row.turnId}`,
    };
  /** Rows of the turn that is open lead nowhere new. */
  const other = (row: FeedbackRecord) => `#${row.turnId}` !== route.hash;
  const previous = computed(() =>
    here.value < 0 ? undefined : target(rows.value.slice(0, here.value).findLast(other)),
  );
  const next = computed(() =>
    here.value < 0 ? undefined : target(rows.value.slice(here.value + 1).find(other)),
  );
  return { previous, next };
}
