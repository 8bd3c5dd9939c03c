import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { toRequest, type FeedbackFilter } from './feedback-filter.js';

/** How the rows of a filter spread over values, first words and lengths. */
export function useFacets(filter: Ref<FeedbackFilter>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => ['feedback-facets', filter.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getFeedbackFacets, {
        query: toRequest(filter.value, new Date()),
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled,
  });
}
