/** What a log line tells of an error. */
interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly cause?: DescribedError;
  readonly errors?: readonly DescribedError[];
}

/** Causes are followed this far; some libraries make circles of them. */
const MAX_DEPTH = 5;

/**
 * An error for the log: its kind, message, stack, code and causes, and nothing else. Libraries hang more on their
 * errors, and that may be what a person wrote: TypeORM the parameters of a query, Postgres the row that failed, HTTP
 * clients the request with its keys. What is not an error is returned as it is.
 */
export function describeError(value: unknown): unknown {
  return value instanceof Error ? describe(value, 1) : value;
}

function describe(error: Error, depth: number): DescribedError {
  const { code } = error as { code?: unknown };
  const deeper = (inner: unknown) => (inner instanceof Error ? [describe(inner, depth + 1)] : []);
  const [cause] = depth < MAX_DEPTH ? deeper(error.cause) : [];
  const errors =
    error instanceof AggregateError && depth < MAX_DEPTH ? error.errors.flatMap(deeper) : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(error.stack ? { stack: error.stack } : {}),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(cause ? { cause } : {}),
    ...(errors ? { errors } : {}),
  };
}
