import type { ChatMessage, GenerationParameters } from '@koi/contracts';

/** What a model is asked: the conversation up to and with the message to answer. */
export interface ConnectorRequest {
  readonly messages: readonly ChatMessage[];
  readonly parameters: GenerationParameters;
  /** Tells two answers to one question apart; a model that varies by itself may ignore it. */
  readonly seed?: number;
  /** Ends the answer at once, wherever it stands. */
  readonly signal: AbortSignal;
  /**
   * Called by a connector whose model works without giving text yet, such as one that reasons first, so that it does
   * not count as silent.
   */
  readonly onActivity?: () => void;
}

/** Why a model ended by itself: its own end, the token limit, or its own safety filter. */
export type ModelFinish = 'stop' | 'length' | 'content_filter';

export type ConnectorEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'usage'; readonly promptTokens: number; readonly completionTokens: number }
  | { readonly type: 'finish'; readonly reason: ModelFinish };

/**
 * Speaks to one model.
 *
 * `stream` yields any number of `text` events, at most one `usage`, and `finish` as the last event. Text is never
 * empty, never holds NUL or half a surrogate pair. It throws `UpstreamFailure` when the model cannot answer, and
 * the signal's reason within 200 ms when the signal aborts. It has no timeouts and asks once: both are the policy's
 * (src/policy). One connector streams any number of answers at a time.
 */
export interface Connector {
  stream(request: ConnectorRequest): AsyncIterable<ConnectorEvent>;
  /**
   * The upstream's own names of the models it has, where it can be asked; fails as `stream` does.
   */
  listModels?(signal: AbortSignal): Promise<string[]>;
}
