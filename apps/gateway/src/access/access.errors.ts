import { DomainError } from '@koi/contracts';

/** For people who were let in once; to others the chatbot does not exist. */
export class InviteRequired extends DomainError {
  readonly code = 'invite_required';
  readonly status = 403;
  constructor() {
    super('This chatbot is open by invitation only, and your invitation no longer opens it.');
  }
}
