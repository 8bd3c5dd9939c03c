import { isStreamEvent, type StreamEvent } from '@koi/contracts/events';
import { streamTurn } from '@koi/contracts/http';
import { routeUrl } from './route-url.js';

/**
 * `connecting`: no event yet. `open`: live. `reconnecting`: the connection broke and is being made again, by the
 * browser with Last-Event-ID or, after a refusal, by a new stream; or the server has lost its own and says so. `closed`: the turn has ended or `close` was called.
 */
export type StreamConnection = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface TurnStreamOptions {
  readonly onEvent: (event: StreamEvent) => void;
  readonly onConnection?: (connection: StreamConnection) => void;
  /** Asked after the server refused the stream; `false` gives up (the turn is gone, or not the caller's). */
  readonly mayReconnect?: () => Promise<boolean>;
  readonly baseUrl?: string;
  readonly EventSource?: typeof EventSource;
  /** Wait before the nth new stream, in milliseconds. Default: 1 s, doubling up to 15 s. */
  readonly retryMs?: (attempt: number) => number;
}

export interface TurnStream {
  /** Opens a fresh stream without a position; the server begins with `reset` events. */
  restart(): void;
  close(): void;
}

const eventTypes = ['reset', 'delta', 'done', 'connection', 'end'] as const;
const doubling = (attempt: number): number => Math.min(15_000, 1_000 * 2 ** (attempt - 1));

/**
 * Reads the events of one turn. The browser's EventSource resumes a broken connection by itself from the last event
 * id; when the server answers with an error instead, EventSource gives up, and a new one is made here after a wait.
 * Events that this version does not know are passed over.
 */
export function openTurnStream(turnId: string, options: TurnStreamOptions): TurnStream {
  const { onEvent, onConnection, baseUrl = '', retryMs = doubling } = options;
  const Source = options.EventSource ?? EventSource;
  const url = baseUrl + routeUrl(streamTurn, { turnId });
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refusals = 0;
  let connection: StreamConnection = 'connecting';
  const isClosed = (): boolean => connection === 'closed';

  function become(next: StreamConnection): void {
    if (connection === next) return;
    connection = next;
    onConnection?.(next);
  }

  function take(message: MessageEvent<string>): void {
    const event = parseJson(message.data);
    if (!isStreamEvent(event) || isClosed()) return;
    refusals = 0;
    if (event.type === 'connection')
      return become(event.state === 'lost' ? 'reconnecting' : 'open');
    become('open');
    onEvent(event);
    if (event.type === 'end') close();
  }

  function open(): void {
    source?.close();
    const opened = new Source(url);
    source = opened;
    for (const type of eventTypes) opened.addEventListener(type, take);
    opened.addEventListener('open', () => become('open'));
    opened.addEventListener('error', () => {
      if (isClosed() || source !== opened) return;
      become('reconnecting');
      if (opened.readyState === Source.CLOSED) void openLater();
    });
  }

  async function openLater(): Promise<void> {
    const wanted = (await options.mayReconnect?.().catch(() => true)) ?? true;
    if (isClosed()) return;
    if (!wanted) return close();
    refusals += 1;
    clearTimeout(timer);
    timer = setTimeout(open, retryMs(refusals));
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    become('closed');
  }

  open();
  return {
    restart() {
      if (isClosed()) return;
      clearTimeout(timer);
      become('reconnecting');
      open();
    },
    close,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
