import { dashboardRoutes, type CreateApiKeyBody } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

const key = ['api-keys'] as const;

/** All API keys, the latest first, revoked ones too. */
export const useApiKeys = () =>
  useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await call(dashboardRoutes.listApiKeys, { signal })).items,
  });

export function useCreateApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateApiKeyBody) => call(dashboardRoutes.createApiKey, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
    // The answer holds the key itself, which must not outlive the dialog that shows it.
    gcTime: 0,
  });
}

export function useRevokeApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (apiKeyId: string) => call(dashboardRoutes.revokeApiKey, { params: { apiKeyId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
