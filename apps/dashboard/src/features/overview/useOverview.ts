import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRef, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { startOf, type RangeName } from '../filters/index.js';

/** How often the numbers are asked for while the page is visible. */
const refreshMs = 4_000;

/** The counts of a range. Asked again every few seconds, never while the page is hidden. */
export function useOverview(
  range: Ref<RangeName>,
  chatbot: Ref<string>,
  enabled: MaybeRef<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['overview', range.value, chatbot.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getOverview, {
        query: {
          from: startOf(range.value, new Date())?.toISOString(),
          chatbot: chatbot.value || undefined,
        },
        signal,
      }),
    enabled,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}
