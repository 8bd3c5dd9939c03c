import { DomainError } from '@koi/contracts';

/** The job was not accepted: its store cannot be reached. Nothing is lost, the caller still has it. */
export class QueueUnavailable extends DomainError {
  readonly code = 'unavailable';
  readonly status = 503;
  override readonly retryable = true;

  constructor(queue: string, cause: unknown) {
    super(`The queue "${queue}" cannot be reached now.`);
    this.cause = cause;
  }
}
