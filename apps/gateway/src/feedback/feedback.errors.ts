import { DomainError, problemCode, type ProblemCode, type ProblemStatus } from '@koi/contracts';

const STATUS: Partial<Record<ProblemCode, ProblemStatus>> = {
  candidate_not_found: 404,
  turn_not_found: 404,
  unknown_reason: 422,
};

/** feedback-api looked at the command and refused it. */
export class FeedbackRefused extends DomainError {
  readonly code: ProblemCode;
  readonly status: ProblemStatus;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = problemCode.parse(code);
    this.status = STATUS[this.code] ?? 409;
  }
}

/** The command could neither be stored nor queued: nothing was accepted. */
export class FeedbackUnavailable extends DomainError {
  readonly code = 'unavailable';
  readonly status = 503;
  constructor() {
    super(
      'Your feedback could not be stored just now. Nothing is lost if you try again in a moment.',
    );
  }
}
