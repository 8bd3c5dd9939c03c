import { DomainError } from '@koi/contracts';

export class DatasetVersionNotFound extends DomainError {
  readonly code = 'dataset_version_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such dataset version.');
  }
}

export class DatasetNotReady extends DomainError {
  readonly code = 'dataset_not_ready';
  readonly status = 409;
  constructor(state: string) {
    super(
      state === 'failed'
        ? 'This dataset version could not be built. Build a new one.'
        : 'This dataset version is still being built. Try again once it is ready.',
    );
  }
}

export class DatasetFileNotFound extends DomainError {
  readonly code = 'not_found';
  readonly status = 404;
  constructor(file: string) {
    super(`This dataset version has no file "${file}".`);
  }
}
