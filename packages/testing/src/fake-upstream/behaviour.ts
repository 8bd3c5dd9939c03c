/** Where the bytes of an answer are cut into separate writes, so that a reader meets awkward chunks. */
export type Splits =
  | { readonly at: readonly number[] }
  | { readonly every: number }
  | { readonly randomSeed: number; readonly longest?: number };

/** What the fake upstream does with one request. Everything left out is what a healthy server does. */
export interface UpstreamBehaviour {
  /** The answer. Left out: a varied one made from the last user message. */
  readonly text?: string | ((request: ChatCompletionRequest) => string);
  /** 0 or left out: no pause between tokens. */
  readonly tokensPerSecond?: number;
  readonly firstTokenDelayMs?: number;
  readonly finishReason?: 'stop' | 'length' | 'content_filter';
  readonly usage?: { readonly promptTokens: number; readonly completionTokens: number };

  readonly splits?: Splits;
  readonly lineEnding?: '\n' | '\r\n' | '\r';
  /** Adds SSE comment lines, as proxies and OpenRouter do. */
  readonly comments?: boolean;
  /** Leaves out `data: [DONE]`, as some servers do. */
  readonly omitDone?: boolean;

  /** Cuts the connection after so many tokens. */
  readonly dropAfterTokens?: number;
  /** Sends nothing more after so many tokens, and keeps the connection open. */
  readonly stallAfterTokens?: number;
  /** Sends a broken JSON line after so many tokens, and ends. */
  readonly malformedAfterTokens?: number;
  /** Sends an error object inside the stream after so many tokens, and ends. */
  readonly errorAfterTokens?: number;

  /** Refuses the request with this status instead. */
  readonly refuse?: UpstreamRefusal;
}

export interface UpstreamRefusal {
  readonly status: 400 | 401 | 403 | 404 | 429 | 500 | 502 | 503;
  readonly message?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

/** The part of OpenAI's request body that the fake upstream reads. */
export interface ChatCompletionRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly [field: string]: unknown;
}
