import {
  reasonGroupOf,
  type CandidateState,
  type FeedbackCommand,
  type FeedbackMode,
  type FeedbackOutcome,
  type ProblemCode,
  type VersionedReasons,
} from '@koi/contracts';
import type { FeedbackEntity } from '@koi/database';

/** What a command is about, as Postgres has it: for a ranking all candidates of its turn, else the one it names. */
export interface FeedbackTarget {
  readonly conversationId: string;
  readonly chatbotId: string;
  readonly turnId: string;
  readonly feedbackMode: FeedbackMode;
  /** Sent over the OpenAI-compatible API, which takes every kind of feedback on every answer. */
  readonly byApi: boolean;
  /** In the order of their sides. */
  readonly candidates: readonly {
    readonly id: string;
    readonly state: CandidateState;
    readonly text: string;
  }[];
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

/** The keys of the reasons a command names: each once, in the order of the alphabet. */
export const namedReasons = (command: FeedbackCommand): string[] =>
  'reasons' in command ? [...new Set(command.reasons)].sort() : [];

/**
 * Why the reasons a command names are none of its chatbot, or `undefined` when they are. `known`: the version it was
 * shown, `undefined` when the chatbot never had that version.
 */
export function refuseReasons(
  command: FeedbackCommand,
  known: VersionedReasons | undefined,
): Refusal | undefined {
  const keys = namedReasons(command);
  if (keys.length === 0) return undefined;
  const value = feedbackValue(command);
  const group = reasonGroupOf(command.kind, value);
  if (!group) return refused('unknown_reason', `Feedback that says "${value}" takes no reasons.`);
  if (!known)
    return refused(
      'unknown_reason',
      'This chatbot has no reasons, or not in the version that was named. Read the chatbot again.',
    );
  const offered = known[group].map(({ key }) => key);
  const unknown = keys.filter((key) => !offered.includes(key));
  return unknown.length === 0
    ? undefined
    : refused(
        'unknown_reason',
        `${list(unknown)} is no reason for "${value}" here. Version ${known.version} of the reasons has ${
          offered.length === 0 ? 'none for it' : list(offered)
        }.`,
      );
}

const list = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');

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
  if (target.feedbackMode === 'none' && !target.byApi)
    return refused('wrong_feedback_mode', 'Answers of this chatbot take no feedback.');
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
