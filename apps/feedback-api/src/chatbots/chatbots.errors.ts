import { DomainError } from '@koi/contracts';

export class ChatbotNotFound extends DomainError {
  readonly code = 'chatbot_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such chatbot.');
  }
}
