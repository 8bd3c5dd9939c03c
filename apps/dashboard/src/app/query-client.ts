import { MutationCache, QueryCache, QueryClient } from '@tanstack/vue-query';
import { useSession } from '../features/session/index.js';
import { isPassing } from '@koi/sdk/client';
import { isUnauthenticated } from './api.js';
import { router } from './router.js';

/** A 401 of any request ends the session here too: to the sign-in page, and from there back to this one. */
function leaveWhenExpired(error: unknown): void {
  if (!isUnauthenticated(error)) return;
  useSession().expire();
  const here = router.currentRoute.value;
  if (here.name !== 'sign-in')
    void router.replace({ name: 'sign-in', query: { next: here.fullPath } });
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenExpired }),
  mutationCache: new MutationCache({ onError: leaveWhenExpired }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // A refusal stays a refusal; only a server that is away or fails is asked again.
      retry: (failures, error) => failures < 2 && isPassing(error),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
  },
});
