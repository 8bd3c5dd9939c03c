import { isPassing } from '@koi/sdk/client';
import { QueryClient } from '@tanstack/vue-query';

/** Server state: read again when a tab comes back, tried again only when trying may help. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
