import type { ProblemCode } from './problem-codes.js';

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 502 | 503;

/**
 * An expected refusal. `code` is the public, stable name; over HTTP it becomes RFC 9457 problem details, on the
 * command line one readable line.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ProblemCode;
  abstract readonly status: ProblemStatus;
  /** A job that fails this way is not tried again: the same input would be refused again. */
  readonly retryable: boolean = false;

  override get name(): string {
    return this.constructor.name;
  }
}
