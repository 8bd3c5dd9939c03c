import { gatewayRoutes, type TurnView } from '@koi/contracts/http';
import { useMutation, useQueryClient } from '@tanstack/vue-query';
import { v4 as randomUuid } from 'uuid';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { useParticipant } from '../participants/index.js';

/** Asks for another answer to a message that is there: also the way to try again after one has failed. */
export function useRegenerating(
  chatbot: MaybeRefOrGetter<string>,
  onRegenerated: (turn: TurnView) => void,
) {
  const api = useApi();
  const { asParticipant } = useParticipant();
  const queries = useQueryClient();
  /** The same for every try with one turn, so that a try that did arrive is not done twice. */
  const keys = new Map<string, string>();

  const mutation = useMutation({
    mutationFn: (turnId: string) => {
      const idempotencyKey = keys.get(turnId) ?? randomUuid();
      keys.set(turnId, idempotencyKey);
      return asParticipant(toValue(chatbot), () =>
        api.call(gatewayRoutes.regenerateTurn, { params: { turnId }, idempotencyKey }),
      );
    },
    onSuccess: (turn, turnId) => {
      keys.delete(turnId);
      onRegenerated(turn);
      void queries.invalidateQueries({ queryKey: ['conversations', 'list'] });
    },
  });

  /**
   * Resolves to false while another one is on its way.
   *
   * @throws what the server answered, or ConsentDeclined.
   */
  async function regenerate(turnId: string): Promise<boolean> {
    if (mutation.isPending.value) return false;
    await mutation.mutateAsync(turnId);
    return true;
  }
  return { regenerating: mutation.isPending, regenerated: mutation.variables, regenerate };
}
