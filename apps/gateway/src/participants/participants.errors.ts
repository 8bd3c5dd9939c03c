import { DomainError } from '@koi/contracts';

export class NotAParticipant extends DomainError {
  readonly code = 'unauthenticated';
  readonly status = 401;
  constructor() {
    super('This browser is not known here yet. Reload the page and try again.');
  }
}

/** The request came from another site's page. */
export class CrossSiteRequest extends DomainError {
  readonly code = 'forbidden';
  readonly status = 403;
  constructor() {
    super('This request came from another site and is refused.');
  }
}

export class ConsentRequired extends DomainError {
  readonly code = 'consent_required';
  readonly status = 403;
  constructor() {
    super('Agree to the consent text before you send a message.');
  }
}
