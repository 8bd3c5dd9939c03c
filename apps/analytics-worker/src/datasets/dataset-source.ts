import type {
  CandidateState,
  ConversationStep,
  RankingOutcome,
  RankingStrength,
  Side,
  VoteValue,
} from '@koi/contracts';

/** Where a piece of feedback comes from, whatever its kind. */
export interface FeedbackOrigin {
  readonly feedbackId: string;
  readonly participantId: string;
  readonly consentedAt: Date | null;
  readonly participantExcludedAt: Date | null;
  readonly acceptedAt: Date;
  readonly turnId: string;
  readonly conversationId: string;
  readonly conversationDeletedAt: Date | null;
  readonly chatbot: string;
  readonly systemPrompt: string;
  readonly shownSha256: string | null;
  readonly reasons: readonly string[];
  readonly reasonsVersion: number | null;
  /** The participant's current remark on the answer; of a ranking on the better one. */
  readonly comment: string | null;
  /** The messages from the first of the conversation to the one that was answered. */
  readonly path: readonly ConversationStep[];
}

export interface Answer {
  readonly id: string;
  readonly state: CandidateState;
  readonly text: string;
  readonly model: string;
  readonly modelVersion: number;
}

/** A current ranking with the two answers as they were shown. An answer that is missing is `null`. */
export interface RankingSource extends FeedbackOrigin {
  readonly kind: 'ranking';
  readonly outcome: RankingOutcome;
  readonly strength: RankingStrength | null;
  readonly answers: Readonly<Record<Side, Answer | null>>;
}

/** A current correction: what the answer should have been, in somebody's own words. */
export interface CorrectionSource extends FeedbackOrigin {
  readonly kind: 'correction';
  readonly text: string;
  readonly answer: Answer;
}

/** What a preference pair can be made of. */
export type PreferenceSource = RankingSource | CorrectionSource;

/** A current vote with the answer it is about. */
export interface VoteSource extends FeedbackOrigin {
  readonly value: VoteValue;
  readonly answer: Answer;
}

/** Why a source row gives no row of the dataset. */
type Exclusion =
  | 'participant_excluded'
  | 'deleted'
  | 'tie'
  | 'both_bad'
  | 'unfinished'
  | 'empty_answer'
  | 'identical_answers'
  | 'duplicate_pair';

export type RowOutcome<Row> =
  | { readonly row: Row; readonly excluded?: undefined }
  | { readonly row?: undefined; readonly excluded: Exclusion };
