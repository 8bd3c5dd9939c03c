import { gatewayRoutes } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';
import { forgetLocally } from './forget-locally.js';

/** What is kept here, as the server is configured. */
export function usePrivacy() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.privacy,
    queryFn: ({ signal }) => api.call(gatewayRoutes.getPrivacy, { signal }),
  });
}

/** Deletes everything of whoever is at the page, here and on the server. */
export function useErasure(onErased: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(gatewayRoutes.eraseMe),
    onSuccess: () => {
      forgetLocally();
      queries.removeQueries({ queryKey: queryKeys.conversations });
      queries.setQueryData(queryKeys.me, null);
      void queries.invalidateQueries({ queryKey: queryKeys.chatbots });
      void queries.invalidateQueries({ queryKey: queryKeys.privacy });
      onErased();
    },
  });
}
