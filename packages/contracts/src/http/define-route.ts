import type { z } from 'zod';
import type { ProblemCode } from '../problems/index.js';
import type { UserRole } from '../terms.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Schema = z.ZodType | undefined;

/** Who of the team may call a dashboard route. `anyone`: nobody needs to be signed in. */
export type AllowList = readonly [UserRole, ...UserRole[]] | 'anyone';

/** One HTTP route: what the service checks, what the page sends, and what OpenAPI says, in one place. */
export interface RouteDefinition<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Response extends Schema = Schema,
> {
  readonly method: HttpMethod;
  /** Below the service's root, with `:name` for parameters: `/api/turns/:turnId/stop`. */
  readonly path: string;
  /** One sentence for OpenAPI. */
  readonly summary: string;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The JSON body of a success; absent for streams, files and 204. */
  readonly response?: Response;
  /** The media type of a success that is not JSON; a route that has a `response` too answers either. */
  readonly produces?:
    'text/event-stream' | 'application/x-ndjson' | 'application/json' | 'text/csv';
  readonly status: 200 | 201 | 202 | 204;
  /** True when the client must send an `Idempotency-Key` header (a UUID). */
  readonly idempotent?: boolean;
  /** True when no cookie is needed. */
  readonly open?: boolean;
  /** Dashboard routes name who may call them; without the list nobody may, and it does not compile. */
  readonly roles?: AllowList | undefined;
  /** Asks for an API key as bearer token in place of the cookie. */
  readonly auth?: 'api_key';
  /** The refusals that belong to this route; `invalid_input`, `internal` and a role that is not allowed go without saying. */
  readonly problems: readonly ProblemCode[];
}

export type AnyRoute = RouteDefinition;

type InputOf<S extends Schema> = [NonNullable<S>] extends [never]
  ? undefined
  : z.input<NonNullable<S>>;
type OutputOf<S extends Schema> = [NonNullable<S>] extends [never]
  ? undefined
  : z.output<NonNullable<S>>;

export type ParamsOf<R extends AnyRoute> = InputOf<R['params']>;
export type QueryOf<R extends AnyRoute> = InputOf<R['query']>;
/** A query as the service reads it: defaults filled in, texts made numbers. */
export type QueryOutputOf<R extends AnyRoute> = OutputOf<R['query']>;
export type BodyOf<R extends AnyRoute> = InputOf<R['body']>;
/** A body as the service reads it, defaults filled in. */
export type BodyOutputOf<R extends AnyRoute> = OutputOf<R['body']>;
export type ResponseOf<R extends AnyRoute> = OutputOf<R['response']>;

/** Declares a route; the type keeps each schema, so client and server infer from it. */
export function defineRoute<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Response extends Schema = undefined,
  const Roles extends AllowList | undefined = undefined,
>(
  route: Omit<
    RouteDefinition<Params, Query, Body, Response>,
    'params' | 'query' | 'body' | 'response' | 'roles'
  > & {
    roles?: Roles;
    params?: Params;
    query?: Query;
    body?: Body;
    response?: Response;
  },
): RouteDefinition<Params, Query, Body, Response> & { readonly roles: Roles } {
  return route as RouteDefinition<Params, Query, Body, Response> & { readonly roles: Roles };
}
