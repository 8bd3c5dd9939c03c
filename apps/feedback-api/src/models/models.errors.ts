import { DomainError } from '@koi/contracts';

export class ModelNotFound extends DomainError {
  readonly code = 'model_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such model.');
  }
}

/** A stored key must not go wherever somebody points its model to. */
export class KeyRequired extends DomainError {
  readonly code = 'key_required';
  readonly status = 422;
  constructor() {
    super(
      'The address has changed, and a key belongs to its address. Type the key again, or remove it.',
    );
  }
}

export class SecretKeyMissing extends DomainError {
  readonly code = 'secret_key_missing';
  readonly status = 422;
  constructor() {
    super(
      'Keys cannot be stored, because KOI_SECRET_KEY is not set. Set it for feedback-api and model-proxy, or name the key in koi.yaml.',
    );
  }
}
