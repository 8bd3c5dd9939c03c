import { dashboardRoutes } from '@koi/contracts/http';
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { call } from '../../app/api.js';

/** A whole conversation; asked again while one of its turns is still being answered. */
export function useConversation(conversationId: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['conversation', toValue(conversationId)] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getConversationRecord, {
        params: { conversationId: toValue(conversationId) },
        signal,
      }),
    refetchInterval: ({ state }) =>
      state.data?.turns.some((turn) => turn.state === 'pending') ? 2_000 : false,
  });
}
