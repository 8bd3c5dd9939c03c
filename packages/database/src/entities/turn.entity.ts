import {
  feedbackMode,
  turnState,
  type ChatMessage,
  type FeedbackMode,
  type GenerationParameters,
  type TurnState,
} from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CandidateEntity } from './candidate.entity.js';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { ConversationEntity } from './conversation.entity.js';

/**
 * One message of the participant; its answers are `candidate` rows. Outside rank mode an answer may be asked for anew:
 * then the turn is pending again, and its state is that of its newest answer.
 */
@Entity('turn')
@Unique(['idempotencyKey'])
@Index(['conversationId', 'id'])
@Index(['createdAt'])
@Index('ix_turn_parent_candidate_id', ['parentCandidateId'], {
  where: 'parent_candidate_id is not null',
})
@Index('ix_turn_history_hash', ['historyHash'], { where: 'history_hash is not null' })
@Index('ix_turn_pending', ['createdAt'], { where: "state = 'pending'" })
@Check('ck_turn_state', oneOf('state', turnState.options))
@Check('ck_turn_feedback_mode', oneOf('feedback_mode', feedbackMode.options))
export class TurnEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn()
  @ForeignKey(() => ConversationEntity)
  conversationId!: string;

  /** The answer this message replied to; null at the root of the tree. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => CandidateEntity)
  parentCandidateId!: string | null;

  @Column('text') text!: string;

  @Column('text', { default: 'pending' }) state!: TurnState;

  /** The chatbot's mode when the message was sent: decides what feedback its answers take. */
  @Column('text') feedbackMode!: FeedbackMode;

  /**
   * Messages that a program gave before `text` and that koi does not have from elsewhere: after the parent answer, or
   * from the beginning. Null for what was sent on the chat page.
   */
  @Column('jsonb', { nullable: true }) context!: ChatMessage[] | null;

  /** Names participant, chatbot and every message up to `text`; only turns sent over the API have one. */
  @Column('text', { nullable: true }) historyHash!: string | null;

  /** Sampling parameters of this request; they go before those of the chatbot. */
  @Column('jsonb', { default: {} }) parameters!: GenerationParameters;

  /** The client's key: the same message sent twice is one turn. */
  @IdColumn() idempotencyKey!: string;

  @MomentColumn({ nullable: true }) stopRequestedAt!: Date | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) endedAt!: Date | null;
}
