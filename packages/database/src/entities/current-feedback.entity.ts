import type { FeedbackKind, RankingChoice, VoteChoice, WordsChoice } from '@koi/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { IdColumn, MomentColumn } from './column-kinds.js';
import { FeedbackEntity } from './feedback.entity.js';

/**
 * What counts now: by its primary key at most one vote per participant and candidate, and one ranking per
 * participant and turn. A row whose value is `undo` says that it was taken back. Can be rebuilt from `feedback`:
 * it is the row with the latest (accepted_at, id). The views `current_vote`, `current_ranking`, `current_correction` and `current_comment`
 * leave undone rows out.
 */
@Entity('current_feedback')
@Unique(['feedbackId'])
@Index(['acceptedAt', 'feedbackId'])
@Index(['targetId'])
export class CurrentFeedbackEntity {
  @PrimaryColumn('uuid') participantId!: string;

  @PrimaryColumn('text') kind!: FeedbackKind;

  @PrimaryColumn('uuid') targetId!: string;

  @IdColumn()
  @ForeignKey(() => FeedbackEntity)
  feedbackId!: string;

  @Column('text') value!: VoteChoice | RankingChoice | WordsChoice;

  @MomentColumn() acceptedAt!: Date;
}
