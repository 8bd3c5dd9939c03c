import { DomainError } from '@koi/contracts';

export class NotSignedIn extends DomainError {
  readonly code = 'unauthenticated';
  readonly status = 401;
  constructor() {
    super('Sign in with the dashboard token first.');
  }
}

export class WrongToken extends DomainError {
  readonly code = 'wrong_token';
  readonly status = 401;
  constructor() {
    super('That is not the dashboard token. The start of koi prints it inside the dashboard URL.');
  }
}

export class TooManyAttempts extends DomainError {
  readonly code = 'too_many_requests';
  readonly status = 429;
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many wrong tokens. Try again in ${retryAfterSeconds} seconds.`);
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
