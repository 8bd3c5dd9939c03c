import { DomainError } from '@koi/contracts';

/** The job names a candidate that is not in Postgres; nothing can be written, and nobody waits for it. */
export class CandidateMissing extends DomainError {
  readonly code = 'candidate_not_found';
  readonly status = 404;

  constructor(readonly candidateId: string) {
    super(`There is no answer ${candidateId} to write.`);
  }
}

/** Another worker has started this answer anew, because this one seemed dead. What was written here is void. */
export class AttemptSuperseded extends Error {
  override readonly name = 'AttemptSuperseded';

  constructor(readonly candidateId: string) {
    super(`Another attempt at the answer ${candidateId} has begun.`);
  }
}

/** The participant, or the house, wants no more of this answer; what is there of it is kept. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';

  constructor(readonly finishReason: 'stopped' | 'abandoned') {
    super('The answer was stopped.');
  }
}
