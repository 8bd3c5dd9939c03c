import { DomainError } from '@koi/contracts';

/** What has run out, in words for the person who sent too much. */
const SENTENCES = {
  pace: 'You are sending messages faster than this page allows.',
  address: 'Too many messages come from your network at the moment.',
  entries: 'Too many new people came from your network in the last hour.',
  participant_day: 'You have reached your limit for today. It begins anew at midnight (UTC).',
  invite_day: 'What your invitation allows for today is used up. It begins anew at midnight (UTC).',
  day: 'What this page may use in a day is used up. It begins anew at midnight (UTC).',
  key: 'This API key sends requests faster than it may.',
} as const;
export type Limit = keyof typeof SENTENCES;

const BUDGETS_OF_A_DAY: readonly Limit[] = ['participant_day', 'invite_day', 'day'];

export class TooManyRequests extends DomainError {
  readonly code;
  readonly status = 429;
  constructor(
    limit: Limit,
    readonly retryAfterSeconds: number,
  ) {
    super(`${SENTENCES[limit]} Try again in ${retryAfterSeconds} seconds.`);
    this.code = BUDGETS_OF_A_DAY.includes(limit)
      ? ('day_limit_reached' as const)
      : ('too_many_requests' as const);
  }
}
