import { DomainError, type Problem } from '@koi/contracts';

/** The request does not fit its schema. */
export class InvalidInput extends DomainError {
  readonly code = 'invalid_input';
  readonly status = 400;

  constructor(readonly issues: NonNullable<Problem['issues']>) {
    super(issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '));
  }
}
