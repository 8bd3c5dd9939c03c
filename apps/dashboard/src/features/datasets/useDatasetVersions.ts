import {
  dashboardRoutes,
  type CreateDatasetBody,
  type DatasetVersion,
  type TrainingRequest,
} from '@koi/contracts/http';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { call } from '../../app/api.js';

const key = ['dataset-versions'] as const;

export const isBuilding = ({ state }: DatasetVersion): boolean =>
  state === 'queued' || state === 'building';

/** Dataset versions, the latest first; every second while one is being built. */
export function useDatasetVersions() {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listDatasetVersions, {
        query: { limit: 30, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isBuilding)) ? 1_000 : false,
  });
  const versions = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, versions };
}

/** Asks for a new version. */
export function useCreateVersion() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateDatasetBody) => call(dashboardRoutes.createDatasetVersion, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Hands a ready version to a trainer. */
export function useStartTraining() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: TrainingRequest & { datasetVersionId: string }) =>
      call(dashboardRoutes.startTrainingRun, { body: request }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['training-runs'] }),
  });
}
