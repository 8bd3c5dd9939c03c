import type {
  FeedbackKind,
  FeedbackMode,
  RankingChoice,
  VoteChoice,
  WordsChoice,
} from '@koi/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IdColumn, MomentColumn } from './column-kinds.js';
import { FeedbackEntity } from './feedback.entity.js';

/**
 * What a row of `feedback` can be filtered by, beside each other in one narrow row. Kept by triggers, so that it can
 * neither be forgotten nor written twice; equal to the view `feedback_fact_source` at any time. Only `current` ever
 * changes: an answer that has feedback has ended.
 */
@Entity('feedback_fact')
@Index(['createdAt', 'feedbackId'])
@Index(['chatbotId', 'createdAt', 'feedbackId'])
@Index(['participantId', 'createdAt', 'feedbackId'])
@Index(['value', 'createdAt', 'feedbackId'])
@Index(['questionType', 'createdAt', 'feedbackId'])
@Index(['questionLength', 'createdAt', 'feedbackId'])
@Index(['answerLength', 'createdAt', 'feedbackId'])
@Index(['turnId'])
@Index('ix_feedback_fact_conversation_id', { synchronize: false })
@Index('ix_feedback_fact_invite_id', ['inviteId', 'createdAt', 'feedbackId'], {
  where: 'invite_id is not null',
})
@Index('ix_feedback_fact_words', ['kind', 'conversationId', 'turnId', 'targetId'], {
  where: `current and value = 'given'`,
})
@Index('ix_feedback_fact_reasons', { synchronize: false })
@Index('ix_feedback_fact_model_ids', { synchronize: false })
export class FeedbackFactEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => FeedbackEntity, { onDelete: 'CASCADE' })
  feedbackId!: string;

  @MomentColumn() createdAt!: Date;

  /** False when a later command replaced it. */
  @Column('boolean') current!: boolean;

  @Column('text') kind!: FeedbackKind;

  @Column('text') value!: VoteChoice | RankingChoice | WordsChoice;

  @IdColumn() chatbotId!: string;

  @Column('text') mode!: FeedbackMode;

  @IdColumn() conversationId!: string;

  @IdColumn() turnId!: string;

  @IdColumn() targetId!: string;

  @IdColumn() participantId!: string;

  @IdColumn({ nullable: true }) inviteId!: string | null;

  @Column('text', { array: true }) reasons!: string[];

  /** The model voted on; of a ranking both, in the order they were shown. */
  @Column('uuid', { array: true }) modelIds!: string[];

  /** The first word of the message in lower case, at most 40 characters; empty when it has none. */
  @Column('text') questionType!: string;

  /** Characters of the message. */
  @Column('integer') questionLength!: number;

  /** Characters of the answer; of a ranking the better one's, or A's. */
  @Column('integer') answerLength!: number;

  /** The versions of `modelIds`, in the same order. */
  @Column('integer', { array: true }) modelVersions!: number[];
}
