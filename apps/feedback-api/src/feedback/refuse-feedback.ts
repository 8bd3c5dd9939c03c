import type {
  CandidateState,
  FeedbackCommand,
  FeedbackMode,
  FeedbackOutcome,
  ProblemCode,
} from '@koi/contracts';

/** What a command is about, as Postgres has it: for a vote the one candidate, for a ranking all of its turn. */
export interface FeedbackTarget {
  readonly turnId: string;
  readonly feedbackMode: FeedbackMode;
  /** In the order of their sides. */
  readonly candidates: readonly { readonly id: string; readonly state: CandidateState }[];
  /** When the first later turn replied to one of the turn's answers; null while none has. */
  readonly continuedAt: Date | null;
}

export type Refusal = Extract<FeedbackOutcome, { status: 'refused' }>;

const refused = (code: ProblemCode, detail: string): Refusal => ({
  status: 'refused',
  code,
  detail,
});

export const keyReused = (): Refusal =>
  refused(
    'idempotency_key_reused',
    'This Idempotency-Key was already used for other feedback. Make a new one.',
  );

const answered = ({ state }: { readonly state: CandidateState }): boolean =>
  state === 'completed' || state === 'stopped';

/** It does not exist or is another participant's: who asks must not learn which. */
export const targetNotFound = ({ kind }: FeedbackCommand): Refusal =>
  kind === 'vote'
    ? refused('candidate_not_found', 'There is no such answer in your conversations.')
    : refused('turn_not_found', 'There is no such message in your conversations.');

/** Why a command cannot be stored, or `undefined` when it can. `hasCurrent`: there is something to take back. */
export function refuseFeedback(
  command: FeedbackCommand,
  target: FeedbackTarget,
  hasCurrent: boolean,
): Refusal | undefined {
  const refusal =
    command.kind === 'vote' ? refuseVote(target) : refuseRanking(command.acceptedAt, target);
  if (refusal) return refusal;
  const undo = (command.kind === 'vote' ? command.value : command.outcome) === 'undo';
  return undo && !hasCurrent
    ? refused('nothing_to_undo', 'There is no feedback of yours to take back here.')
    : undefined;
}

function refuseVote(target: FeedbackTarget): Refusal | undefined {
  if (target.feedbackMode !== 'vote')
    return refused('wrong_feedback_mode', 'Answers of this chatbot do not take votes.');
  if (!target.candidates.every(answered))
    return refused(
      'candidate_unfinished',
      'Vote once the answer has ended; a failed answer takes no vote.',
    );
  return undefined;
}

/** A ranking is closed from the moment the conversation went on, whenever the command gets here. */
function refuseRanking(acceptedAt: string, target: FeedbackTarget): Refusal | undefined {
  if (target.feedbackMode !== 'rank')
    return refused('wrong_feedback_mode', 'Answers of this chatbot do not take rankings.');
  if (target.candidates.length < 2 || !target.candidates.every(answered))
    return refused('turn_pending', 'Choose once both answers have ended without a failure.');
  if (target.continuedAt && target.continuedAt <= new Date(acceptedAt))
    return refused(
      'ranking_closed',
      'The conversation went on from one of these answers, so the choice stands.',
    );
  return undefined;
}
