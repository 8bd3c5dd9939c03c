import type {
  CandidateState,
  FeedbackCommand,
  FeedbackMode,
  FeedbackOutcome,
  ProblemCode,
} from '@koi/contracts';
import type { FeedbackEntity } from '@koi/database';

/** What a command is about, as Postgres has it: for a ranking all candidates of its turn, else the one it names. */
export interface FeedbackTarget {
  readonly turnId: string;
  readonly feedbackMode: FeedbackMode;
  /** Sent over the OpenAI-compatible API, which takes every kind of feedback on every answer. */
  readonly byApi: boolean;
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
  kind === 'ranking'
    ? refused('turn_not_found', 'There is no such message in your conversations.')
    : refused('candidate_not_found', 'There is no such answer in your conversations.');

/** Why a command cannot be stored, or `undefined` when it can. `hasCurrent`: there is something to take back. */
export function refuseFeedback(
  command: FeedbackCommand,
  target: FeedbackTarget,
  hasCurrent: boolean,
): Refusal | undefined {
  const refusal = refuseKind(command, target);
  if (refusal) return refusal;
  return feedbackValue(command) === 'undo' && !hasCurrent
    ? refused('nothing_to_undo', 'There is no feedback of yours to take back here.')
    : undefined;
}

/** What a command says, as one word. */
export function feedbackValue(command: FeedbackCommand): FeedbackEntity['value'] {
  if (command.kind === 'vote') return command.value;
  if (command.kind === 'ranking') return command.outcome;
  return command.text === undefined ? 'undo' : 'given';
}

/** The answers a command is about, in the order they were shown. */
export function shownCandidates(
  command: FeedbackCommand,
  { candidates }: FeedbackTarget,
): FeedbackTarget['candidates'] {
  if (command.kind !== 'ranking' || !command.shown) return candidates;
  return command.shown.flatMap((id) => candidates.filter((candidate) => candidate.id === id));
}

function refuseKind(command: FeedbackCommand, target: FeedbackTarget): Refusal | undefined {
  if (command.kind === 'vote') return refuseVote(target);
  if (command.kind === 'ranking')
    return refuseRanking(command.acceptedAt, target, shownCandidates(command, target));
  return target.candidates.every(answered)
    ? undefined
    : refused(
        'candidate_unfinished',
        'Correct or comment an answer once it has ended; a failed answer takes neither.',
      );
}

function refuseVote(target: FeedbackTarget): Refusal | undefined {
  if (target.feedbackMode !== 'vote' && !target.byApi)
    return refused('wrong_feedback_mode', 'Answers of this chatbot do not take votes.');
  if (!target.candidates.every(answered))
    return refused(
      'candidate_unfinished',
      'Vote once the answer has ended; a failed answer takes no vote.',
    );
  return undefined;
}

/** A ranking is closed from the moment the conversation went on, whenever the command gets here. */
function refuseRanking(
  acceptedAt: string,
  target: FeedbackTarget,
  shown: FeedbackTarget['candidates'],
): Refusal | undefined {
  if (target.feedbackMode !== 'rank' && !target.byApi)
    return refused('wrong_feedback_mode', 'Answers of this chatbot do not take rankings.');
  if (shown.length !== 2 || !shown.every(answered))
    return refused('turn_pending', 'Choose once both answers have ended without a failure.');
  if (!target.byApi && target.continuedAt && target.continuedAt <= new Date(acceptedAt))
    return refused(
      'ranking_closed',
      'The conversation went on from one of these answers, so the choice stands.',
    );
  return undefined;
}
