import { dashboardRoutes } from '@koi/contracts/http';
import { useQuery } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

/** The chatbots and models that filters can name. */
export function useFilterChoices() {
  return useQuery({
    queryKey: ['filter-choices'],
    queryFn: ({ signal }) => call(dashboardRoutes.getFilterChoices, { signal }),
    staleTime: 60_000,
  });
}
