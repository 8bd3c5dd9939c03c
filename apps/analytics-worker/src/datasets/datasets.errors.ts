import { DomainError } from '@koi/contracts';

/** The job names a version that was never made, or no longer exists: trying again would not help. */
export class DatasetVersionMissing extends DomainError {
  readonly code = 'dataset_version_not_found';
  readonly status = 404;
  constructor(id: string) {
    super(`There is no dataset version ${id}.`);
  }
}

/** The version was given up before. */
export class DatasetVersionFailed extends DomainError {
  readonly code = 'dataset_not_ready';
  readonly status = 409;
  constructor(id: string) {
    super(`Dataset version ${id} has failed. Build a new one.`);
  }
}
