import { gatewayRoutes, type ConversationView } from '@koi/contracts/http';
import { useQueryClient } from '@tanstack/vue-query';
import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { doWhenIdle } from '../../app/idle-work.js';
import { queryKeys } from '../../app/query-keys.js';

/** Tabs of one browser tell each other with this; the server tells everybody else. */
const CHANNEL = 'koi-feedback';

/**
 * Keeps the feedback on the conversation that is shown as the server has it, whichever tab, window or device gave it: the
 * page hears which turn has changed and reads it. A tab that is not looked at holds no connection (a browser allows six
 * a server) and reads the conversation when it is looked at again.
 */
export function useFeedbackEvents(conversationId: MaybeRefOrGetter<string | undefined>): void {
  const api = useApi();
  const queries = useQueryClient();
  const visible = ref(!document.hidden);
  const onVisibility = (): void => void (visible.value = !document.hidden);
  document.addEventListener('visibilitychange', onVisibility);

  async function read(id: string, turnId: string): Promise<void> {
    const turn = await api
      .call(gatewayRoutes.getTurn, { params: { turnId } })
      .catch(() => undefined);
    if (!turn) return;
    queries.setQueryData<ConversationView>(
      queryKeys.conversation(id),
      (known) =>
        known && {
          ...known,
          turns: known.turns.map((other) => (other.id === turnId ? turn : other)),
        },
    );
  }

  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : undefined;
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const id = toValue(conversationId);
    const turns = id && queries.getQueryData<ConversationView>(queryKeys.conversation(id))?.turns;
    if (id && turns && turns.some((turn) => turn.id === data)) void read(id, String(data));
  });

  const listen = (id: string): (() => void) =>
    api.openConversationStream(id, {
      onEvent(event) {
        if (event.type === 'feedback') {
          channel?.postMessage(event.turnId);
          return void read(id, event.turnId);
        }
        // Whatever was said while nobody listened, the first time too: between reading and listening there is time.
        doWhenIdle(() => void queries.invalidateQueries({ queryKey: queryKeys.conversation(id) }));
      },
    });

  let close: (() => void) | undefined;
  watch(
    [() => toValue(conversationId), visible],
    ([id, isVisible]) => {
      close?.();
      close = undefined;
      if (!id || !isVisible) return;
      // To open a stream takes a browser some time, in the middle of setting the conversation.
      const opening = setTimeout(() => (close = listen(id)));
      close = () => clearTimeout(opening);
    },
    { immediate: true },
  );
  watch(visible, (isVisible) => {
    const id = toValue(conversationId);
    if (isVisible && id) void queries.invalidateQueries({ queryKey: queryKeys.conversation(id) });
  });
  onScopeDispose(() => {
    close?.();
    channel?.close();
    document.removeEventListener('visibilitychange', onVisibility);
  });
}
