import {
  feedbackKind,
  rankingChoice,
  rankingStrength,
  wordsChoice,
  voteChoice,
  type FeedbackKind,
  type RankingChoice,
  type RankingStrength,
  type VoteChoice,
  type WordsChoice,
} from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CandidateEntity } from './candidate.entity.js';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { ParticipantEntity } from './participant.entity.js';
import { TurnEntity } from './turn.entity.js';

/**
 * One row for each time somebody voted, ranked, corrected or commented, changed it, or took it back. A trigger refuses updates, and deletions
 * that do not belong to the erasure of a participant.
 * What counts now stands in `current_feedback`.
 */
@Entity('feedback')
@Unique(['idempotencyKey'])
@Unique('uq_feedback_revision', ['participantId', 'kind', 'targetId', 'revision'])
@Index(['createdAt', 'id'])
@Index(['turnId'])
@Index('ix_feedback_candidate_id', ['candidateId'], { where: 'candidate_id is not null' })
@Index('ix_feedback_replaces_id', ['replacesId'], { where: 'replaces_id is not null' })
@Check('ck_feedback_kind', oneOf('kind', feedbackKind.options))
@Check(
  'ck_feedback_vote',
  `kind <> 'vote' or (${oneOf('value', voteChoice.options)} and candidate_id = target_id)`,
)
@Check(
  'ck_feedback_ranking',
  `kind <> 'ranking' or (${oneOf('value', rankingChoice.options)} and candidate_id is null and turn_id = target_id)`,
)
@Check(
  'ck_feedback_strength',
  `strength is null or (${oneOf('strength', rankingStrength.options)} and kind = 'ranking' and value in ('a_better', 'b_better'))`,
)
@Check(
  'ck_feedback_reasons',
  `reasons = '[]' or (reasons_version is not null and kind in ('vote', 'ranking'))`,
)
@Check(
  'ck_feedback_words',
  `kind not in ('correction', 'comment') or (${oneOf('value', wordsChoice.options)} and candidate_id = target_id and (text is not null) = (value = 'given'))`,
)
export class FeedbackEntity {
  @PrimaryColumn('uuid') id!: string;

  /** The client's key. Unique, so a command that arrives twice finds its first row. */
  @IdColumn() idempotencyKey!: string;

  @Column('text') kind!: FeedbackKind;

  @IdColumn()
  @ForeignKey(() => ParticipantEntity)
  participantId!: string;

  @IdColumn()
  @ForeignKey(() => TurnEntity)
  turnId!: string;

  @IdColumn({ nullable: true })
  @ForeignKey(() => CandidateEntity)
  candidateId!: string | null;

  /** What it is about: the turn of a ranking, the candidate of everything else. */
  @IdColumn() targetId!: string;

  @Column('text') value!: VoteChoice | RankingChoice | WordsChoice;

  /** The corrected answer, or the comment; null for other kinds and for an undo. */
  @Column('text', { nullable: true }) text!: string | null;

  /** Counts this participant's commands on this target from 1, in the order they were stored. */
  @Column('integer') revision!: number;

  /** What was current before; null for the first, and for one that came later than its successor. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => FeedbackEntity)
  replacesId!: string | null;

  /** The candidates as shown, A first. */
  @Column('jsonb') shown!: string[];

  /**
   * SHA-256 of the conversation's messages and the answers as they were shown (`shownSha256`); null for rows older than
   * the column.
   */
  @Column('text', { nullable: true }) shownSha256!: string | null;

  /** The keys of the reasons given, in the order of the alphabet. */
  @Column('jsonb', { default: [] }) reasons!: string[];

  /** Which version of `chatbot_reasons` the keys are of; null without reasons. */
  @Column('integer', { nullable: true }) reasonsVersion!: number | null;

  /** How much better the better answer is; null when nobody said. */
  @Column('text', { nullable: true }) strength!: RankingStrength | null;

  /** When the gateway accepted the command: orders the commands on one target. */
  @MomentColumn() acceptedAt!: Date;

  @CreatedAt() createdAt!: Date;
}
