import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { readPeriod, writePeriod, type Period } from './period.js';
import { withParameters } from './query-parameters.js';
import type { RangeName } from './time-range.js';

/** The chosen time, from `?range=` or `?from=&to=`. */
export function usePeriod(fallback: RangeName) {
  const route = useRoute();
  const router = useRouter();
  return computed<Period>({
    get: () => readPeriod(route.query, fallback),
    set: (period) =>
      void router.replace({
        query: withParameters(route.query, writePeriod(period, fallback)),
        hash: route.hash,
      }),
  });
}
