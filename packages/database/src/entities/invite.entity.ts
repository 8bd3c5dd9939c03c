import { feedbackMode, type FeedbackMode } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ChatbotEntity } from './chatbot.entity.js';
import { CreatedAt, MomentColumn, oneOf } from './column-kinds.js';
import { ParticipantEntity } from './participant.entity.js';

/** A link that lets people in. The token itself is never stored. */
@Entity('invite')
@Unique(['tokenHash'])
@Check('ck_invite_feedback_mode', oneOf('feedback_mode', feedbackMode.options))
@Check('ck_invite_uses', 'uses >= 0 and (max_uses is null or uses <= max_uses)')
export class InviteEntity {
  @PrimaryColumn('uuid') id!: string;

  /** What the team calls it; whoever holds the link never sees it. */
  @Column('text') label!: string;

  /** SHA-256 of the token, in hex. A token has 192 random bits, so a slow hash would add nothing. */
  @Column('text') tokenHash!: string;

  /** From then on nobody new comes in; who is in stays. */
  @MomentColumn({ nullable: true }) expiresAt!: Date | null;

  /** How many people it lets in; null: any number. */
  @Column('integer', { nullable: true }) maxUses!: number | null;

  @Column('integer', { default: 0 }) uses!: number;

  /** What all who came by it may send together in a day (UTC); null: no limit of its own. */
  @Column('integer', { nullable: true }) messagesPerDay!: number | null;

  /** Prompt and completion tokens together, of all who came by it, in a day (UTC). */
  @Column('bigint', { nullable: true }) tokensPerDay!: number | null;

  /** Asked for in place of the chatbot's own. */
  @Column('text', { nullable: true }) consentText!: string | null;

  /** Replaces the chatbot's own. */
  @Column('text', { nullable: true }) feedbackMode!: FeedbackMode | null;

  @CreatedAt() createdAt!: Date;

  /** From then on it opens nothing, also for those who came by it. */
  @MomentColumn({ nullable: true }) revokedAt!: Date | null;
}

/** The chatbots a link opens. */
@Entity('invite_chatbot')
export class InviteChatbotEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => InviteEntity, { onDelete: 'CASCADE' })
  inviteId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ChatbotEntity, { onDelete: 'CASCADE' })
  chatbotId!: string;
}

/** Who came by which link. Somebody may come by several. */
@Entity('participant_invite')
@Index(['inviteId'])
export class ParticipantInviteEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ParticipantEntity)
  participantId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => InviteEntity)
  inviteId!: string;

  @MomentColumn({ default: () => 'now()' }) redeemedAt!: Date;
}
