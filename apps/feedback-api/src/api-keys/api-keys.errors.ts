import { DomainError } from '@koi/contracts';

export class ApiKeyNotFound extends DomainError {
  readonly code = 'api_key_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such API key.');
  }
}

export class ChatbotNotFound extends DomainError {
  readonly code = 'chatbot_not_found';
  readonly status = 404;
  constructor(slug: string) {
    super(`There is no chatbot "${slug}".`);
  }
}
