import { gatewayRoutes, type TurnView } from '@koi/contracts/http';
import { useMutation } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';

/** Stops the turn that is being answered; what was written stays. The stream tells when it has stopped. */
export function useStopping(turn: MaybeRefOrGetter<TurnView | undefined>) {
  const api = useApi();
  const stop = useMutation({
    mutationFn: (turnId: string) => api.call(gatewayRoutes.stopTurn, { params: { turnId } }),
  });
  const stopping = computed(
    () =>
      toValue(turn)?.state === 'pending' &&
      (stop.isPending.value ||
        (stop.isSuccess.value && stop.variables.value === toValue(turn)?.id)),
  );
  return {
    stopping,
    stop: (onFailure: (failure: unknown) => void): void => {
      const id = toValue(turn)?.id;
      if (id) stop.mutate(id, { onError: onFailure });
    },
  };
}
