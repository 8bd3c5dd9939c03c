import { gatewayRoutes, type ConversationSummary } from '@koi/contracts/http';
import { ProblemError } from '@koi/sdk/client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/vue-query';
import { computed, onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';
import { useParticipant } from '../participants/index.js';

const SEARCH_PAUSE_MS = 250;

/** The participant's conversations with one chatbot, the latest first, with search. */
export function useConversationList(chatbot: MaybeRefOrGetter<string>) {
  const api = useApi();
  const { known } = useParticipant();
  const search = ref('');
  const settled = useSettled(search, SEARCH_PAUSE_MS);

  const list = useInfiniteQuery({
    queryKey: computed(() => queryKeys.conversationList(toValue(chatbot), settled.value)),
    enabled: known,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(gatewayRoutes.listConversations, {
        query: { chatbot: toValue(chatbot), search: settled.value, cursor: pageParam, limit: 40 },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (before) => before,
  });

  const conversations = computed(() => list.data.value?.pages.flatMap(({ items }) => items) ?? []);
  return { list, conversations, search, known };
}

/** Renames, deletes and brings back conversations. */
export function useConversationChanges() {
  const api = useApi();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: queryKeys.conversations });

  const rename = useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) =>
      api.call(gatewayRoutes.renameConversation, {
        params: { conversationId: id },
        body: { title },
      }),
    onSettled: refresh,
  });

  const remove = useMutation({
    mutationFn: async ({ id }: ConversationSummary) => {
      try {
        await api.call(gatewayRoutes.deleteConversation, { params: { conversationId: id } });
      } catch (failure) {
        // Deleted already, in another tab.
        if (!(failure instanceof ProblemError && failure.problem.status === 404)) throw failure;
      }
    },
    // Only the lists: the conversation itself is still open, and asking for it now would be refused.
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversations', 'list'] }),
  });

  const restore = useMutation({
    mutationFn: ({ id }: ConversationSummary) =>
      api.call(gatewayRoutes.renameConversation, {
        params: { conversationId: id },
        body: { deleted: false },
      }),
    onSettled: refresh,
  });

  return { rename, remove, restore };
}

/** Follows a text once nobody has changed it for a while. */
function useSettled(text: MaybeRefOrGetter<string>, pauseMs: number) {
  const settled = ref(toValue(text));
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => toValue(text),
    (next) => {
      clearTimeout(timer);
      timer = setTimeout(() => (settled.value = next.trim()), pauseMs);
    },
  );
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
