import type {
  CandidateState,
  ConversationStep,
  RankingOutcome,
  Side,
  VoteValue,
} from '@koi/contracts';

/** Where a piece of feedback comes from, whatever its kind. */
export interface FeedbackOrigin {
  readonly feedbackId: string;
  readonly participantId: string;
  readonly consentedAt: Date | null;
  readonly acceptedAt: Date;
  readonly turnId: string;
  readonly conversationId: string;
  readonly conversationDeletedAt: Date | null;
  readonly chatbot: string;
  readonly systemPrompt: string;
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
  readonly outcome: RankingOutcome;
  readonly answers: Readonly<Record<Side, Answer | null>>;
}

/** A current vote with the answer it is about. */
export interface VoteSource extends FeedbackOrigin {
  readonly value: VoteValue;
  readonly answer: Answer;
}

/** Why a source row gives no row of the dataset. */
type Exclusion =
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
