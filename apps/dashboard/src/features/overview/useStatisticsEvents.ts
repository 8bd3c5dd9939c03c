import { useQueryClient } from '@tanstack/vue-query';
import { dashboardRoutes } from '@koi/contracts/http';
import { onScopeDispose, readonly, ref } from 'vue';

/** The first part of the key of every query whose numbers the stream tells of. */
export const STATISTICS = 'statistics';

/** The server ends a stream now and then and the browser comes back; that is no interruption. */
const graceMs = 4_000;
/** Wait before a stream that was refused is asked for again. */
const retryMs = 5_000;
/** While there is no stream, the numbers are asked for this often. */
const pollMs = 10_000;
/** Shortest time between two rounds of questions. */
const restMs = 1_000;

export type Liveness = 'connecting' | 'live' | 'reconnecting';

/**
 * Asks for the numbers again whenever the server says that they have changed, one round after another, and not while the
 * page is hidden. Without a stream it asks now and then, and tries to get the stream back.
 */
export function useStatisticsEvents() {
  const queries = useQueryClient();
  const liveness = ref<Liveness>('connecting');
  let source: EventSource | undefined;
  let interrupted: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;
  let asking = false;

  async function refresh(): Promise<void> {
    wanted = true;
    if (asking) return;
    asking = true;
    while (wanted && !document.hidden) {
      wanted = false;
      // A round that takes longer than changes come is not cancelled by them, else it would never end.
      await queries.invalidateQueries({ queryKey: [STATISTICS] }, { cancelRefetch: false });
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    asking = false;
  }

  function connect(): void {
    source?.close();
    source = new EventSource(dashboardRoutes.streamStatistics.path);
    source.addEventListener('listening', () => {
      clearTimeout(interrupted);
      interrupted = undefined;
      liveness.value = 'live';
      // Something may have changed before the server listened.
      void refresh();
    });
    source.addEventListener('changed', () => void refresh());
    source.addEventListener('error', () => {
      interrupted ??= setTimeout(() => (liveness.value = 'reconnecting'), graceMs);
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(retry);
      retry = setTimeout(connect, retryMs);
    });
  }

  const poll = setInterval(() => {
    if (liveness.value !== 'live') void refresh();
  }, pollMs);
  const seen = (): void => {
    if (!document.hidden && wanted) void refresh();
  };
  document.addEventListener('visibilitychange', seen);
  connect();
  onScopeDispose(() => {
    source?.close();
    wanted = false;
    clearInterval(poll);
    for (const timer of [interrupted, retry]) clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  });
  return { liveness: readonly(liveness) };
}
