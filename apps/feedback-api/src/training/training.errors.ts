import { DomainError } from '@koi/contracts';

export class DatasetEmpty extends DomainError {
  readonly code = 'dataset_empty';
  readonly status = 409;
  constructor() {
    super('This dataset version has no rows to train on. Collect feedback and build a new one.');
  }
}
