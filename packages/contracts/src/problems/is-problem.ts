import type { Problem } from './problem.js';

/** Whether a body is problem details as far as a page shows them; the schema `problem` says the same of these members. */
export function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { type, title, status, detail, code } = body as Record<string, unknown>;
  return (
    [type, title, detail, code].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(status)
  );
}
