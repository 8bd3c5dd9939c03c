import { inject, onScopeDispose, provide, ref, type InjectionKey, type Ref } from 'vue';

const key: InjectionKey<Ref<number>> = Symbol('texts being set');

/** How many of the answers below have text that is still to be set, a piece at a time. */
export function provideTextProgress(): Readonly<Ref<number>> {
  const count = ref(0);
  provide(key, count);
  return count;
}

/** Counts a text in until it says that all of it is set, or leaves the page. */
export function countAsUnset(): () => void {
  const count = inject(key, undefined);
  if (!count) return () => undefined;
  let counted = true;
  count.value += 1;
  function done(): void {
    if (counted && count) count.value -= 1;
    counted = false;
  }
  onScopeDispose(done);
  return done;
}
