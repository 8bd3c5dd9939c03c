import { onScopeDispose } from 'vue';

const CHANNEL = 'koi-conversations';

/**
 * Tells the other tabs of this browser that a conversation has changed, and hears it from them. Nothing but its id
 * travels: each tab reads the conversation from the server.
 */
export function useConversationNews(onNews: (conversationId: string) => void) {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined };
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') onNews(data);
  });
  onScopeDispose(() => channel.close());
  return { tell: (conversationId: string): void => channel.postMessage(conversationId) };
}
