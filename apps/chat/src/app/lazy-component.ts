import { defineAsyncComponent, h, shallowRef, type Component, type VNode } from 'vue';
import ChunkNotice from './ChunkNotice.vue';
import { reloadIfReachable } from './reload-if-reachable.js';

interface LazyOptions {
  /** The part stands above the page, so its notice does, too. */
  readonly overlay?: boolean;
}

/**
 * A component that is a chunk of its own. When the chunk does not come, as without a network, a notice stands in its
 * place; the chunk is asked for again when the connection is back or the reader wants it.
 */
export function lazyComponent<Loaded extends Component>(
  load: () => Promise<{ readonly default: Loaded }>,
  { overlay = false }: LazyOptions = {},
) {
  const again = shallowRef<() => void>();
  const meanwhile = (): VNode | null =>
    again.value ? h(ChunkNotice, { overlay, onRetry: again.value }) : null;

  return defineAsyncComponent<Loaded>({
    loader: async () => (await load()).default,
    delay: 0,
    loadingComponent: meanwhile,
    onError(_, retry, __, tries) {
      function tryAgain(): void {
        // A browser may remember that a chunk did not come, and after an update it is gone from the server.
        if (tries > 1) return void reloadIfReachable();
        removeEventListener('online', tryAgain);
        again.value = undefined;
        retry();
      }
      again.value = tryAgain;
      addEventListener('online', tryAgain);
    },
  });
}
