import { DomainError } from '@koi/contracts';

export class ConversationNotFound extends DomainError {
  readonly code = 'conversation_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such conversation.');
  }
}
