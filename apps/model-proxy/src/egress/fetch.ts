/** What is read of an answer over HTTP; a `Response` is one. */
export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** The part of `fetch` that models are asked with. Redirects are never followed. */
export type Fetch = (
  url: string,
  init?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly redirect?: 'manual';
    readonly signal?: AbortSignal;
  },
) => Promise<HttpAnswer>;
