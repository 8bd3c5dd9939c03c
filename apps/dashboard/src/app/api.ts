import { problem as problemSchema, type Problem } from '@koi/contracts/problems';
import type { AnyRoute, BodyOf, ParamsOf, QueryOf, ResponseOf } from '@koi/contracts/http';

/** A refusal of the server, or the lack of an answer, as problem details (RFC 9457). */
export class RequestFailed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: undefined }
  : { [K in Name]: Value };

export type CallInput<R extends AnyRoute> = Given<'params', ParamsOf<R>> &
  Given<'query', QueryOf<R>> &
  Given<'body', BodyOf<R>> & { signal?: AbortSignal };

interface AnyInput {
  params?: Record<string, string>;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
}

/** Calls one route of the contracts and gives back its body. Throws `RequestFailed`. */
export async function call<R extends AnyRoute>(
  route: R,
  input: CallInput<R>,
): Promise<ResponseOf<R>> {
  const response = await send(route, input as AnyInput);
  if (!response.ok) throw new RequestFailed(await readProblem(response));
  if (response.status === 204) return undefined as ResponseOf<R>;
  return (await response.json()) as ResponseOf<R>;
}

/** The address of a route with its parameters filled in, for links. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, string>>,
  query?: object,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
}

async function send(route: AnyRoute, { params, query, body, signal }: AnyInput): Promise<Response> {
  try {
    return await fetch(addressOf(route.path, params ?? {}, query), {
      method: route.method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed({
      type: 'about:blank',
      title: 'koi does not answer',
      status: 503,
      code: 'unavailable',
      detail: 'The server could not be reached. Is koi running?',
    });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  return {
    type: 'about:blank',
    title: response.statusText || 'Something went wrong',
    status: response.status,
    code: response.status === 502 || response.status === 503 ? 'unavailable' : 'internal',
    detail: `The server answered ${response.status} without an explanation.`,
  };
}
