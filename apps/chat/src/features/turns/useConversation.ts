import {
  conversationPath,
  gatewayRoutes,
  type ConversationView,
  type TurnView,
} from '@koi/contracts/http';
import { ProblemError } from '@koi/sdk/client';
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { useConversationNews } from '../../app/conversation-news.js';
import { queryKeys } from '../../app/query-keys.js';
import { newerTurns, withTurn } from './newer-turns.js';
import { useTurnStream } from './useTurnStream.js';
import { useUnbegun } from './useUnbegun.js';

/** One conversation as the server has it, with the turn that is being answered followed live. */
export function useConversation(
  id: MaybeRefOrGetter<string | undefined>,
  onTurnEnd: (turn: TurnView) => void,
) {
  const api = useApi();
  const queries = useQueryClient();
  const newer = newerTurns();
  const query = useQuery({
    queryKey: computed(() => queryKeys.conversation(toValue(id) ?? '')),
    enabled: computed(() => toValue(id) !== undefined),
    // Replaced, never changed: deep proxies would be paid for at every frame of an answer.
    shallow: true,
    queryFn: ({ signal }) =>
      newer.read(() =>
        api.call(gatewayRoutes.getConversation, {
          params: { conversationId: toValue(id) ?? '' },
          signal,
        }),
      ),
  });

  const conversation = computed(() => (toValue(id) === undefined ? undefined : query.data.value));
  const path = computed(() =>
    conversationPath(
      conversation.value?.turns ?? [],
      conversation.value?.currentCandidateId ?? null,
    ),
  );
  const turns = computed(() => path.value.map(({ turn }) => turn));
  const lastTurn = computed(() => turns.value.at(-1));
  /** The turn that is being answered; there is one at most, not always on the path that is shown. */
  const pendingTurn = computed(() =>
    conversation.value?.turns.find(({ state }) => state === 'pending'),
  );
  const news = useConversationNews((changed) => {
    if (changed === toValue(id)) void query.refetch();
  });

  /** Puts a turn into the conversation as the server just gave it. */
  function putTurn(conversationId: string, turn: TurnView): void {
    newer.came(turn);
    queries.setQueryData<ConversationView>(queryKeys.conversation(conversationId), (known) => {
      if (!known) return known;
      const before = known.turns.find(({ id: knownId }) => knownId === turn.id);
      if (before?.state !== turn.state) news.tell(conversationId);
      return withTurn(known, turn);
    });
  }

  async function readTurn(turnId: string): Promise<TurnView | undefined> {
    const conversationId = toValue(id);
    const turn = await api.call(gatewayRoutes.getTurn, { params: { turnId } });
    if (conversationId) putTurn(conversationId, turn);
    return turn;
  }

  async function finish(turnId: string): Promise<void> {
    const turn = await readTurn(turnId).catch(() => undefined);
    if (turn) onTurnEnd(turn);
    else await query.refetch();
  }

  const { live, reconnecting } = useTurnStream(pendingTurn, {
    open: api.openTurnStream,
    // Asking for the turn is no part of showing how it ended.
    onEnd: (turnId) => void setTimeout(() => void finish(turnId)),
    async mayReconnect(turnId) {
      try {
        return (await readTurn(turnId))?.state === 'pending';
      } catch (failure) {
        return !(failure instanceof ProblemError && [401, 404].includes(failure.problem.status));
      }
    },
  });

  useUnbegun(pendingTurn, live, (turnId) => void readTurn(turnId).catch(() => undefined));

  return {
    query,
    conversation,
    path,
    turns,
    lastTurn,
    pendingTurn,
    live,
    reconnecting,
    putTurn,
    tellOtherTabs: news.tell,
  };
}
