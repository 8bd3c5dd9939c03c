import { DomainError } from '@koi/contracts';

export class InviteNotFound extends DomainError {
  readonly code = 'invite_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such invite.');
  }
}

export class ChatbotNotFound extends DomainError {
  readonly code = 'chatbot_not_found';
  readonly status = 404;
  constructor(slug: string) {
    super(`There is no chatbot "${slug}".`);
  }
}
