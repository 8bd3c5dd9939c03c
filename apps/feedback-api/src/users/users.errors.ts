import { DomainError } from '@koi/contracts';

export class UserNotFound extends DomainError {
  readonly code = 'user_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such user.');
  }
}

export class EmailTaken extends DomainError {
  readonly code = 'email_taken';
  readonly status = 409;
  constructor(email: string) {
    super(`${email} is a user already. Make them a new link instead.`);
  }
}

/** Nobody locks themselves out; another admin, or the owner, may. */
export class OwnAccount extends DomainError {
  readonly code = 'own_account';
  readonly status = 409;
  constructor() {
    super('You cannot disable yourself or change your own role. Ask another admin.');
  }
}
