import { DomainError } from '@koi/contracts';

/** No key, one that nobody was given, or one that is revoked or expired: who asks must not learn which. */
export class InvalidApiKey extends DomainError {
  readonly code = 'invalid_api_key';
  readonly status = 401;
  constructor() {
    super(
      'Send a valid API key as "Authorization: Bearer koi_…". The team makes keys with "koi key create".',
    );
  }
}
