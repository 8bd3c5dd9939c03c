import {
  gatewayRoutes,
  type ConversationView,
  type SendMessageBody,
  type TurnView,
} from '@koi/contracts/http';
import { useQueryClient } from '@tanstack/vue-query';
import { v4 as randomUuid } from 'uuid';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { doWhenIdle } from '../../app/idle-work.js';
import { queryKeys } from '../../app/query-keys.js';
import { ConsentDeclined, useParticipant } from '../participants/index.js';

/** Where in the tree a message goes. */
type Position = Omit<SendMessageBody, 'text'>;

interface Outgoing {
  readonly place: string;
  readonly text: string;
  /** What it follows, or what it is another version of. */
  readonly position: Position;
  /** The same for every try of this message, so that a try that did arrive is not sent twice. */
  readonly key: string;
  readonly failure?: unknown;
}

export interface SendingOptions {
  readonly chatbot: MaybeRefOrGetter<string>;
  readonly conversationId: MaybeRefOrGetter<string | undefined>;
  /** Resolves to whether the conversation that has begun is going to be shown instead. */
  readonly onStarted: (conversation: ConversationView) => Promise<boolean>;
  readonly onSent: (conversationId: string, turn: TurnView) => void;
}

/** Sends messages, one at a time; what could not be sent stays visible and can be tried again. */
export function useSending(options: SendingOptions) {
  const api = useApi();
  const queries = useQueryClient();
  const { asParticipant } = useParticipant();
  const outgoing = shallowRef<Outgoing>();
  const place = computed(() => toValue(options.conversationId) ?? toValue(options.chatbot));
  const here = computed(() => (outgoing.value?.place === place.value ? outgoing.value : undefined));
  /** The message that began a conversation: shown until that is shown, and the welcome not once more in between. */
  let begun: Outgoing | undefined;
  watch(place, () => {
    if (begun && outgoing.value === begun) outgoing.value = undefined;
    begun = undefined;
  });

  /** Resolves to false when it was not sent; `failure` says why, or the person declined the consent. */
  async function send(text: string, position: Position = {}): Promise<boolean> {
    const before = here.value;
    if (before && before.failure === undefined) return false;
    const again = before?.text === text && before.position.editsTurnId === position.editsTurnId;
    const key = again ? before.key : randomUuid();
    const message: Outgoing = { place: place.value, text, position, key };
    outgoing.value = message;
    try {
      await asParticipant(toValue(options.chatbot), () => deliver(message));
      if (outgoing.value?.key === key && begun !== message) outgoing.value = undefined;
      doWhenIdle(() => void queries.invalidateQueries({ queryKey: ['conversations', 'list'] }));
      return true;
    } catch (failure) {
      // A new message goes back to the composer; an edited one has no other place to stand in than here.
      const back = failure instanceof ConsentDeclined && position.editsTurnId === undefined;
      outgoing.value = back ? undefined : { ...message, failure };
      return false;
    }
  }

  async function deliver(message: Outgoing): Promise<void> {
    const { text, position, key, place: from } = message;
    const conversationId = toValue(options.conversationId);
    if (conversationId !== undefined && conversationId === from) {
      const turn = await api.call(gatewayRoutes.sendMessage, {
        params: { conversationId },
        body: { text, ...position },
        idempotencyKey: key,
      });
      options.onSent(conversationId, turn);
      return;
    }
    const conversation = await api.call(gatewayRoutes.startConversation, {
      body: { chatbot: toValue(options.chatbot), text },
      idempotencyKey: key,
    });
    queries.setQueryData(queryKeys.conversation(conversation.id), conversation);
    if (place.value !== from) return;
    begun = message;
    if (!(await options.onStarted(conversation))) begun = undefined;
  }

  return {
    outgoing: here,
    sending: computed(() => here.value !== undefined && here.value.failure === undefined),
    failure: computed(() => here.value?.failure),
    send,
    dismiss: (): void => void (outgoing.value = undefined),
  };
}
