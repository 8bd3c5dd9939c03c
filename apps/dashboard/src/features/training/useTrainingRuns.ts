import { dashboardRoutes, type TrainingRun } from '@koi/contracts/http';
import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { call } from '../../app/api.js';

export const isActive = ({ state }: TrainingRun): boolean =>
  state === 'queued' || state === 'running';

/** Training runs, the latest first; every second while one is at work. */
export function useTrainingRuns() {
  const query = useInfiniteQuery({
    queryKey: ['training-runs'],
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listTrainingRuns, {
        query: { limit: 30, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isActive)) ? 1_500 : false,
  });
  const runs = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, runs };
}
