import { DomainError, type InviteState } from '@koi/contracts';

export class InviteNotFound extends DomainError {
  readonly code = 'invite_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such invitation. Check that the whole link was copied.');
  }
}

const SENTENCES: Record<Exclude<InviteState, 'open'>, string> = {
  expired: 'This invitation has expired. Ask whoever sent it for a new one.',
  used_up: 'This invitation was used as often as it may be. Ask whoever sent it for another one.',
  revoked: 'This invitation was withdrawn by whoever made it.',
};

/** The link is a real one, and no longer lets anybody in. */
export class InviteClosed extends DomainError {
  readonly code: `invite_${Exclude<InviteState, 'open'>}`;
  readonly status = 403;
  constructor(state: Exclude<InviteState, 'open'>) {
    super(SENTENCES[state]);
    this.code = `invite_${state}`;
  }
}
