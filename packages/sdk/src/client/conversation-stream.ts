import { isConversationEvent, type ConversationEvent } from '@koi/contracts/events';
import { streamConversation } from '@koi/contracts/http';
import { routeUrl } from './route-url.js';

export interface ConversationStreamOptions {
  readonly onEvent: (event: ConversationEvent) => void;
  readonly baseUrl?: string;
  readonly EventSource?: typeof EventSource;
  /** Wait before a new stream after the server refused one, in milliseconds. */
  readonly retryMs?: number;
}

const eventTypes = ['listening', 'feedback'] as const;

/**
 * Hears what changes in a conversation besides its answers, until the returned function is called. Each time it listens
 * (again) comes `listening`: whoever reads the conversation then has missed nothing.
 */
export function openConversationStream(
  conversationId: string,
  { onEvent, baseUrl = '', retryMs = 5_000, ...options }: ConversationStreamOptions,
): () => void {
  const Source = options.EventSource ?? EventSource;
  const url = baseUrl + routeUrl(streamConversation, { conversationId });
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take({ data }: MessageEvent<string>): void {
    const event = parseJson(data);
    if (isConversationEvent(event)) onEvent(event);
  }

  function open(): void {
    source = new Source(url);
    for (const type of eventTypes) source.addEventListener(type, take);
    // A connection that broke is made again by the browser; one that was refused is not.
    source.addEventListener('error', () => {
      if (source.readyState === Source.CLOSED) timer = setTimeout(open, retryMs);
    });
  }

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
