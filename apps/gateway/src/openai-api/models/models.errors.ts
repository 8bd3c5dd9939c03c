import { DomainError } from '@koi/contracts';

/** Also when the chatbot is there and the key is not for it: who asks must not learn which. */
export class ModelNotFound extends DomainError {
  readonly code = 'model_not_found';
  readonly status = 404;
  constructor(id: string) {
    super(`There is no model "${id}" for this key. GET /v1/models lists those there are.`);
  }
}
