import { DomainError } from '@koi/contracts';

export class ParticipantNotFound extends DomainError {
  readonly code = 'participant_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such participant. They may have been erased.');
  }
}

export class DatasetVersionNotFound extends DomainError {
  readonly code = 'dataset_version_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such dataset version.');
  }
}
