import { toValue, watchEffect, type MaybeRefOrGetter } from 'vue';
import { doWhenIdle } from './idle-work.js';

/** Sets the title of the page: what is shown, then where. Not before the page itself: the browser takes its time. */
export function usePageTitle(parts: MaybeRefOrGetter<readonly (string | undefined)[]>): void {
  watchEffect((onCleanup) => {
    const title = [...toValue(parts).filter(Boolean), 'koi'].join(' · ');
    let current = true;
    doWhenIdle(() => {
      if (current) document.title = title;
    });
    onCleanup(() => (current = false));
  });
}
