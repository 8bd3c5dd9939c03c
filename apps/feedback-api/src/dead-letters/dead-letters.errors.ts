import { DomainError } from '@koi/contracts';

export class DeadLetterNotFound extends DomainError {
  readonly code = 'dead_letter_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such dead letter. Perhaps somebody has retried or dropped it.');
  }
}
