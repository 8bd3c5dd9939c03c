import { toValue, watchEffect, type MaybeRefOrGetter } from 'vue';

/** Sets the title of the page: what is shown, then where. */
export function usePageTitle(parts: MaybeRefOrGetter<readonly (string | undefined)[]>): void {
  watchEffect(() => {
    document.title = [...toValue(parts).filter(Boolean), 'koi'].join(' · ');
  });
}
