import { onBeforeUnmount, ref, type Ref } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';
import { countAsUnset } from './text-progress.js';

/**
 * The index of the first of `count` parts that is set: the last `atOnce` of them at once, and those before them one by
 * one when the page is idle, the last first, since a reader is at the end.
 */
export function useSetUpwards(count: number, atOnce: number): Readonly<Ref<number>> {
  const first = ref(Math.max(0, count - atOnce));
  const allSet = first.value > 0 ? countAsUnset() : undefined;
  function setEarlier(): void {
    if (first.value > 0) first.value -= 1;
    if (first.value > 0) doWhenIdle(setEarlier);
    else allSet?.();
  }
  if (allSet) doWhenIdle(setEarlier);
  onBeforeUnmount(() => (first.value = 0));
  return first;
}
