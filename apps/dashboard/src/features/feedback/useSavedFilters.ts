import { dashboardRoutes, type SavedFilter } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

/** The filters that the team has saved. */
export function useSavedFilters() {
  const client = useQueryClient();
  const key = ['saved-filters'];
  const onSuccess = () => client.invalidateQueries({ queryKey: key });
  const saved = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(dashboardRoutes.listSavedFilters, { signal }),
    staleTime: 30_000,
  });
  const save = useMutation({
    mutationFn: (body: Pick<SavedFilter, 'name' | 'view' | 'query'>) =>
      call(dashboardRoutes.saveFilter, { body }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (savedFilterId: string) =>
      call(dashboardRoutes.deleteSavedFilter, { params: { savedFilterId } }),
    onSuccess,
  });
  return { saved, save, remove };
}
