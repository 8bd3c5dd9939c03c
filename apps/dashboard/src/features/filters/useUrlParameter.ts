import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { single, withParameters } from './query-parameters.js';

/**
 * A filter that lives in the address. `read` turns the text of the address into a value (anything may stand there),
 * `write` turns a value into text, or into `undefined` for the default.
 */
export function useUrlParameter<Value>(
  name: string,
  read: (text: string | undefined) => Value,
  write: (value: Value) => string | undefined,
): WritableComputedRef<Value> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => read(single(route.query, name)),
    set: (value) =>
      void router.replace({
        query: withParameters(route.query, { [name]: write(value) }),
        hash: route.hash,
      }),
  });
}
