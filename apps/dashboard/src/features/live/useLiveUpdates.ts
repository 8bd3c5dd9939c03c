import { change, dashboardRoutes, type Change } from '@koi/contracts/http';
import { useQueryClient, type Query } from '@tanstack/vue-query';
import { inject, onScopeDispose, provide, readonly, ref, type InjectionKey, type Ref } from 'vue';
import { inRounds } from './rounds.js';
import { isNumber, isTold } from './told-queries.js';

/** The server ends a stream now and then and the browser comes back; that is no interruption. */
const graceMs = 4_000;
/** Wait before a stream that was refused is asked for again. */
const retryMs = 5_000;
/** While there is no stream, what is shown is asked for this often. */
const pollMs = 10_000;
/** A page that nobody has seen for so long leaves its stream: a browser has six connections to a server, for all tabs. */
const hiddenMs = 10_000;
/** Shortest times between two rounds of questions: of numbers, and of lists, which cost more and should be read. */
const numbersRestMs = 1_000;
const listsRestMs = 4_000;

export type Liveness = 'connecting' | 'live' | 'reconnecting';

const LIVENESS: InjectionKey<Readonly<Ref<Liveness>>> = Symbol('liveness');

/** How live the page is. Needs `provideLiveUpdates` above it. */
export function useLiveness(): Readonly<Ref<Liveness>> {
  const liveness = inject(LIVENESS);
  if (!liveness) throw new Error('Nobody provides live updates here.');
  return liveness;
}

/**
 * Asks again for what is shown whenever the server says that it may have changed, one round after another, and not while
 * the page is hidden. Without a stream it asks now and then, and tries to get the stream back. One stream a page.
 */
export function provideLiveUpdates(): void {
  const queries = useQueryClient();
  const liveness = ref<Liveness>('connecting');
  provide(LIVENESS, readonly(liveness));
  let source: EventSource | undefined;
  let interrupted: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  // A round that takes longer than changes come is not cancelled by them, else it would never end.
  const askAgain = (predicate: (query: Query) => boolean): Promise<void> =>
    queries.invalidateQueries({ predicate }, { cancelRefetch: false });
  const isHidden = (): boolean => document.hidden;
  const numbers = inRounds(() => askAgain(isNumber), numbersRestMs, isHidden);
  const changed = new Set<Change>();
  const lists = inRounds(
    () => {
      const changes = [...changed];
      changed.clear();
      return askAgain((query) => changes.some((each) => isTold(each, query)));
    },
    listsRestMs,
    isHidden,
  );

  function refresh(changes: readonly Change[] = change.options): void {
    if (changes.includes('statistics')) void numbers.ask();
    for (const each of changes) changed.add(each);
    void lists.ask();
  }

  function connect(): void {
    source?.close();
    source = new EventSource(dashboardRoutes.streamChanges.path);
    source.addEventListener('listening', () => {
      clearTimeout(interrupted);
      interrupted = undefined;
      liveness.value = 'live';
      // Something may have changed before the server listened.
      refresh();
    });
    source.addEventListener('changed', ({ data }: MessageEvent<string>) =>
      refresh(change.array().parse(JSON.parse(data))),
    );
    source.addEventListener('error', () => {
      interrupted ??= setTimeout(() => (liveness.value = 'reconnecting'), graceMs);
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(retry);
      retry = setTimeout(connect, retryMs);
    });
  }

  function leave(): void {
    for (const timer of [interrupted, retry, leaving]) clearTimeout(timer);
    interrupted = undefined;
    source?.close();
    source = undefined;
  }

  const poll = setInterval(() => {
    if (liveness.value !== 'live') refresh();
  }, pollMs);
  const onVisibility = (): void => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(leave, hiddenMs);
    else if (!source) connect();
    // What was told while nobody looked.
    else refresh([...changed]);
  };
  document.addEventListener('visibilitychange', onVisibility);
  connect();
  onScopeDispose(() => {
    leave();
    numbers.end();
    lists.end();
    clearInterval(poll);
    document.removeEventListener('visibilitychange', onVisibility);
  });
}
