import { gatewayRoutes } from '@koi/contracts/http';
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';

/** The chatbots one can talk to here. */
export function useChatbots() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.chatbots,
    queryFn: async ({ signal }) => (await api.call(gatewayRoutes.listChatbots, { signal })).items,
  });
}

/** One chatbot with its texts. */
export function useChatbot(slug: MaybeRefOrGetter<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => queryKeys.chatbot(toValue(slug))),
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.call(gatewayRoutes.getChatbot, { params: { slug: toValue(slug) }, signal }),
  });
}
