import { DomainError } from '@koi/contracts';

/** Also when it is somebody else's: who asks must not learn which. */
export class ConversationNotFound extends DomainError {
  readonly code = 'conversation_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such conversation among yours.');
  }
}

export class TurnNotFound extends DomainError {
  readonly code = 'turn_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such message among yours.');
  }
}

export class CandidateNotFound extends DomainError {
  readonly code = 'candidate_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such answer in this conversation.');
  }
}

export class TurnPending extends DomainError {
  readonly code = 'turn_pending';
  readonly status = 409;
  constructor() {
    super('The last message is still being answered. Wait for it, or stop it.');
  }
}

export class RankingRequired extends DomainError {
  readonly code = 'ranking_required';
  readonly status = 409;
  constructor() {
    super('Say which of the two answers is better before you go on.');
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency_key_reused';
  readonly status = 409;
  constructor() {
    super('This Idempotency-Key was already used for another message. Make a new one.');
  }
}
