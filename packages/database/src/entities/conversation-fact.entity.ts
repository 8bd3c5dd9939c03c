import type { FeedbackMode } from '@koi/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IdColumn, MomentColumn } from './column-kinds.js';
import { ConversationEntity } from './conversation.entity.js';

/**
 * What a conversation can be filtered by, beside each other in one narrow row. Kept by triggers; equal to the view
 * `conversation_fact_source` at any time.
 */
@Entity('conversation_fact')
@Index(['createdAt', 'conversationId'])
@Index(['chatbotId', 'createdAt', 'conversationId'])
@Index(['participantId', 'createdAt', 'conversationId'])
@Index(
  'ix_conversation_fact_invite_id_created_at_conversation_id',
  ['inviteId', 'createdAt', 'conversationId'],
  { where: 'invite_id is not null' },
)
@Index('ix_conversation_fact_model_ids', { synchronize: false })
export class ConversationFactEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ConversationEntity, { onDelete: 'CASCADE' })
  conversationId!: string;

  @MomentColumn() createdAt!: Date;

  @IdColumn() chatbotId!: string;

  @IdColumn() participantId!: string;

  @IdColumn({ nullable: true }) inviteId!: string | null;

  /** The mode of its first message; null while it has none. */
  @Column('text', { nullable: true }) mode!: FeedbackMode | null;

  /** The models that answered, each once in every version. */
  @Column('uuid', { array: true }) modelIds!: string[];

  /** The versions of `modelIds`, in the same order. */
  @Column('integer', { array: true }) modelVersions!: number[];
}
