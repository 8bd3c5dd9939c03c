import { computed, onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';

/** For so long an answer may stand still before the page says a word about it, in seconds. */
export const WAITING_AFTER_S = 3;
export const SLOW_AFTER_S = 8;

/**
 * How many whole seconds nothing has come of a running answer; 0 when it does not run. `progress` is anything that
 * changes when something comes.
 */
export function useQuiet(
  running: MaybeRefOrGetter<boolean>,
  progress: MaybeRefOrGetter<unknown>,
  now: () => number = () => performance.now(),
) {
  const seconds = ref(0);
  let since = now();
  let timer: ReturnType<typeof setInterval> | undefined;

  function restart(): void {
    clearInterval(timer);
    timer = undefined;
    seconds.value = 0;
    since = now();
    if (toValue(running))
      timer = setInterval(() => (seconds.value = Math.floor((now() - since) / 1_000)), 500);
  }
  watch(() => toValue(running), restart, { immediate: true });
  watch(
    () => toValue(progress),
    () => {
      since = now();
      seconds.value = 0;
    },
  );
  onScopeDispose(() => clearInterval(timer));

  return computed(() => seconds.value);
}
