import { isProblem, problemType, type Problem } from '@koi/contracts/problems';

/** The server refused: `problem` holds its RFC 9457 problem details. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** No answer came: the network is down, the server is not running, or a proxy cut the connection. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';

  constructor(options?: ErrorOptions) {
    super('The server could not be reached.', options);
  }
}

/** Reads the problem details of a refusal; an answer without any becomes a problem of its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return body;
  const unavailable = [502, 503, 504].includes(response.status);
  return {
    type: problemType(unavailable ? 'unavailable' : 'internal'),
    title: unavailable ? 'The service cannot answer now' : 'Something went wrong',
    status: response.status,
    code: unavailable ? 'unavailable' : 'internal',
    detail: `The server answered ${response.status} without an explanation.`,
  };
}

/** Any failure as problem details, so that a page has one shape to show. */
export function toProblem(failure: unknown): Problem {
  if (failure instanceof ProblemError) return failure.problem;
  const lost = failure instanceof ConnectionLost;
  return {
    type: lost ? problemType('unavailable') : problemType('internal'),
    title: lost ? 'No connection' : 'Something went wrong',
    status: lost ? 503 : 500,
    code: lost ? 'connection_lost' : 'internal',
    detail: lost
      ? 'The server could not be reached. Check the connection and try again.'
      : failure instanceof Error
        ? failure.message
        : String(failure),
  };
}

/** True when the same request may succeed later without a change: no connection, overload, a restart. */
export function isPassing(failure: unknown): boolean {
  if (failure instanceof ConnectionLost) return true;
  return (
    failure instanceof ProblemError &&
    (failure.problem.status === 429 || failure.problem.status >= 500)
  );
}
