import { DomainError } from '@koi/contracts';

export class ChatbotNotFound extends DomainError {
  readonly code = 'chatbot_not_found';
  readonly status = 404;
  constructor(slug: string) {
    super(`There is no chatbot "${slug}" here.`);
  }
}

export class ChatbotWithoutModel extends DomainError {
  readonly code = 'chatbot_without_model';
  readonly status = 409;
  constructor(title: string) {
    super(`${title} has no model that could answer now. Its owner has to switch one on.`);
  }
}
