import type { AnyRoute, BodyOf, ParamsOf, QueryOf, ResponseOf } from '@koi/contracts/http';
import { ConnectionLost, ProblemError, readProblem } from './failures.js';
import { routeUrl } from './route-url.js';

/** A part of the input: asked for when the route has a schema for it, not accepted when it has none. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : Record<string, never> extends Value
    ? { readonly [K in Name]?: Value }
    : { readonly [K in Name]: Value };

/** What a call of one route takes, inferred from its definition. */
export type CallInput<R extends AnyRoute> = Part<'params', ParamsOf<R>> &
  Part<'query', QueryOf<R>> &
  Part<'body', BodyOf<R>> & {
    /** A UUID chosen by the caller; routes marked `idempotent` require it. Send the same one again to retry. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

type Arguments<R extends AnyRoute> =
  Record<string, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>];

export interface ClientOptions {
  /** Where the service is, without a trailing slash. Default: the page's own origin. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** Parse every response by the route's schema, so that drift shows at once. Meant for development and tests. */
  readonly checkResponses?: boolean;
}

export interface Client {
  readonly baseUrl: string;
  /**
   * Calls one route and gives back its body.
   *
   * @throws ProblemError when the server refuses; ConnectionLost when it cannot be reached; the abort reason when
   * `signal` aborts.
   * @example const { items } = await client.call(gatewayRoutes.listChatbots);
   */
  call<R extends AnyRoute>(route: R, ...input: Arguments<R>): Promise<ResponseOf<R>>;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** A typed fetch over the route definitions of the contracts. Cookies stay on the same origin. */
export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = '', checkResponses = false } = options;
  const send = options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request));

  async function request(route: AnyRoute, input: LooseInput): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' });
    if (input.body !== undefined) headers.set('content-type', 'application/json');
    if (input.idempotencyKey) headers.set('idempotency-key', input.idempotencyKey);
    try {
      return await send(baseUrl + routeUrl(route, input.params, input.query), {
        method: route.method,
        headers,
        body: input.body === undefined ? null : JSON.stringify(input.body),
        credentials: 'same-origin',
        signal: input.signal ?? null,
      });
    } catch (error) {
      if (input.signal?.aborted) throw error;
      throw new ConnectionLost({ cause: error });
    }
  }

  async function call(route: AnyRoute, input: LooseInput = {}): Promise<unknown> {
    const response = await request(route, input);
    if (!response.ok) throw new ProblemError(await readProblem(response));
    if (response.status === 204 || !route.response) return undefined;
    const body: unknown = await response.json().catch((error: unknown) => {
      throw new ConnectionLost({ cause: error });
    });
    return checkResponses ? route.response.parse(body) : body;
  }

  return { baseUrl, call: call as Client['call'] };
}
