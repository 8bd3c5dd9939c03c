import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { toCandidateRequest, toTurnRequest, type TurnFilter } from './turn-filter.js';

const pageSize = 50;

/** Messages that a filter matches, page by page. */
export function useTurns(filter: Ref<TurnFilter>, enabled: Ref<boolean>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['turns', filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listTurnRecords, {
        query: {
          ...toTurnRequest(filter.value, new Date()),
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
  return { ...query, rows };
}

/** Answers that a filter matches, page by page, and what all of them add up to. */
export function useCandidates(filter: Ref<TurnFilter>, enabled: Ref<boolean>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['candidates', filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listCandidateRecords, {
        query: {
          ...toCandidateRequest(filter.value, new Date()),
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
  const sums = computed(() => query.data.value?.pages.at(-1)?.sums ?? null);
  return { ...query, rows, sums };
}
