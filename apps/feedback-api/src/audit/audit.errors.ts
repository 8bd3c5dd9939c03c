import { DomainError } from '@koi/contracts';

/** Somebody else was quicker. */
export class ChangedMeanwhile extends DomainError {
  readonly code = 'changed_meanwhile';
  readonly status = 409;
  constructor() {
    super(
      'Somebody has changed this since you opened it. Load it again, and make your change there.',
    );
  }
}

export class NameTaken extends DomainError {
  readonly code = 'name_taken';
  readonly status = 409;
  constructor(name: string) {
    super(`"${name}" is taken. Choose another name.`);
  }
}

/** koi.yaml is applied at each start and would undo the change. */
export class DefinedInKoiYaml extends DomainError {
  readonly code = 'defined_in_koi_yaml';
  readonly status = 409;
  constructor(name: string) {
    super(`"${name}" is defined in koi.yaml. Change it there, or make a copy of it here.`);
  }
}

export class NotInKoiYaml extends DomainError {
  readonly code = 'not_in_koi_yaml';
  readonly status = 409;
  constructor(name: string) {
    super(`koi.yaml no longer names "${name}". Put it back there, or make a copy of it here.`);
  }
}
