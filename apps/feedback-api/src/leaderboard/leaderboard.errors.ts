import { DomainError } from '@koi/contracts';

export class ModelNotFound extends DomainError {
  readonly code = 'model_not_found';
  readonly status = 404;
  constructor(name: string) {
    super(`There is no model "${name}". It may have been renamed; open the leaderboard again.`);
  }
}
