import { DomainError } from '@koi/contracts';

export class SavedFilterNotFound extends DomainError {
  readonly code = 'saved_filter_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such saved filter. It may have been deleted meanwhile.');
  }
}

export class FilterNameTaken extends DomainError {
  readonly code = 'name_taken';
  readonly status = 409;
  constructor(name: string) {
    super(`There is a saved filter called "${name}" already. Choose another name.`);
  }
}
