import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, ref, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { toRequest, type FeedbackFilter } from './feedback-filter.js';

const pageSize = 50;

/** Votes and rankings that a filter matches, page by page. */
export function useFeedback(filter: Ref<FeedbackFilter>, enabled: Ref<boolean> = ref(true)) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['feedback', filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listFeedback, {
        query: {
          ...toRequest(filter.value, new Date()),
          limit: pageSize,
          cursor: pageParam ?? undefined,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
  const rows = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  const total = computed(() => query.data.value?.pages.at(-1)?.total ?? 0);
  const totalIsExact = computed(() => query.data.value?.pages.at(-1)?.totalIsExact ?? true);
  return { ...query, rows, total, totalIsExact };
}
