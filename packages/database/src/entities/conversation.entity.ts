import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ChatbotEntity } from './chatbot.entity.js';
import { CreatedAt, IdColumn, MomentColumn } from './column-kinds.js';
import { InviteEntity } from './invite.entity.js';
import { ParticipantEntity } from './participant.entity.js';

/** One participant's talk with one chatbot: a tree of turns. */
@Entity('conversation')
@Index(['chatbotId', 'createdAt', 'id'])
@Index(['participantId', 'updatedAt', 'id'])
@Index(['createdAt'])
@Index('ix_conversation_invite_id', ['inviteId'], { where: 'invite_id is not null' })
export class ConversationEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn()
  @ForeignKey(() => ChatbotEntity)
  chatbotId!: string;

  @IdColumn()
  @ForeignKey(() => ParticipantEntity)
  participantId!: string;

  /** The invite it was started under: its feedback mode and its daily budget hold. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => InviteEntity)
  inviteId!: string | null;

  @Column('text') title!: string;

  @CreatedAt() createdAt!: Date;

  /** When the last message was sent. */
  @MomentColumn({ default: () => 'now()' }) updatedAt!: Date;

  /**
   * Through which answer the path leads that its participant looks at; null: the newest. Not a foreign key: an answer
   * that is gone is as good as none.
   */
  @IdColumn({ nullable: true }) currentCandidateId!: string | null;

  /** When its participant took it off their list. */
  @MomentColumn({ nullable: true }) deletedAt!: Date | null;
}
