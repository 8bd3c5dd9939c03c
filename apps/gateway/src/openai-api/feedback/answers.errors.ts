import { DomainError } from '@koi/contracts';

/** Also when it came with another key: who asks must not learn which. */
export class AnswerNotFound extends DomainError {
  readonly code = 'candidate_not_found';
  readonly status = 404;
  constructor(reference: string) {
    super(`There is no answer "${reference}" among those given to this key.`);
  }
}

export class ChoiceRequired extends DomainError {
  readonly code = 'choice_required';
  readonly status = 400;
  constructor(reference: string) {
    super(
      `"${reference}" has several choices. Name one of them by its index ("${reference}:0") or by its candidate id.`,
    );
  }
}

export class NotComparable extends DomainError {
  readonly code = 'not_comparable';
  readonly status = 400;
  constructor(why: 'same answer' | 'different requests') {
    super(
      why === 'same answer'
        ? 'A ranking compares two different answers; both ids name the same one.'
        : 'These answers were given to different requests. Ask for both at once (n: 2) and rank its choices.',
    );
  }
}
