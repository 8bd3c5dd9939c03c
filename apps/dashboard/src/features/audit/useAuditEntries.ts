import { dashboardRoutes, type QueryOf } from '@koi/contracts/http';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';

type Query = QueryOf<typeof dashboardRoutes.listAuditEntries>;
export type AuditFilter = Omit<Query, 'cursor' | 'limit'>;

/** What the team changed, the latest first. */
export function useAuditEntries(filter: Ref<AuditFilter>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['audit', filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listAuditEntries, {
        query: { ...filter.value, limit: 50, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const entries = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, entries };
}

/** Everybody who has changed something, to choose from. */
export const useAuditActors = () =>
  useQuery({
    queryKey: ['audit-actors'],
    queryFn: ({ signal }) => call(dashboardRoutes.listAuditActors, { signal }),
    staleTime: 30_000,
  });
