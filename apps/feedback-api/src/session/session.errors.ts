import { DomainError, type UserRole } from '@koi/contracts';

export class NotSignedIn extends DomainError {
  readonly code = 'unauthenticated';
  readonly status = 401;
  constructor() {
    super('Sign in first.');
  }
}

export class WrongToken extends DomainError {
  readonly code = 'wrong_token';
  readonly status = 401;
  constructor() {
    super('That is not the dashboard token. The start of koi prints it inside the dashboard URL.');
  }
}

/** Does not say whether the address is known. */
export class WrongPassword extends DomainError {
  readonly code = 'wrong_password';
  readonly status = 401;
  constructor() {
    super(
      'E-mail address or password is wrong, or the account is disabled. An admin can make a new link.',
    );
  }
}

export class WrongCurrentPassword extends DomainError {
  readonly code = 'wrong_password';
  readonly status = 403;
  constructor() {
    super('The current password is wrong.');
  }
}

export class NoPassword extends DomainError {
  readonly code = 'no_password';
  readonly status = 409;
  constructor() {
    super(
      'You came by the link of the start, which has no password. Sign in as a user to have one.',
    );
  }
}

export class PasswordLinkInvalid extends DomainError {
  readonly code = 'password_link_invalid';
  readonly status = 404;
  constructor() {
    super(
      'This link was used already, was replaced by another, or has ended. Ask an admin for a new one.',
    );
  }
}

/** A viewer asked for what only an admin may do. */
export class RoleNotAllowed extends DomainError {
  readonly code = 'forbidden';
  readonly status = 403;
  constructor(role: UserRole) {
    super(`You are signed in as ${role}, which may look and not change. Ask an admin.`);
  }
}

export class TooManyAttempts extends DomainError {
  readonly code = 'too_many_requests';
  readonly status = 429;
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many failed tries. Try again in ${retryAfterSeconds} seconds.`);
  }
}

/** A page of another origin asked for a change. */
export class ForeignOrigin extends DomainError {
  readonly code = 'forbidden';
  readonly status = 403;
  constructor() {
    super('This request came from another page than the dashboard and is refused.');
  }
}

export class NotJson extends DomainError {
  readonly code = 'unsupported_media_type';
  readonly status = 415;
  constructor() {
    super('Send the body as application/json.');
  }
}
