import type { AnyRoute } from '@koi/contracts/http';
import { computed } from 'vue';
import { texts } from './texts.js';
import { useSession } from './useSession.js';

/** Whether whoever is signed in may call a route, and what a control says that is off because they may not. */
export function useMay(route: AnyRoute) {
  const { may } = useSession();
  const allowed = computed(() => may(route));
  return { allowed, why: computed(() => (allowed.value ? undefined : texts.viewer)) };
}
