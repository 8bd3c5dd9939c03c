import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ChatbotEntity } from './chatbot.entity.js';
import { CreatedAt, IdColumn, MomentColumn } from './column-kinds.js';
import { InviteEntity } from './invite.entity.js';
import { ParticipantEntity } from './participant.entity.js';

/** A text somebody agreed to, kept word for word for as long as there is an agreement to it. */
@Entity('consent_text')
export class ConsentTextEntity {
  /** SHA-256 of the text (UTF-8), in hex: the text's version. */
  @PrimaryColumn('text') hash!: string;

  @Column('text') text!: string;

  @CreatedAt() createdAt!: Date;
}

/** Somebody agreed to a chatbot's text, in this very wording. A changed text is asked for anew. */
@Entity('consent')
export class ConsentEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ParticipantEntity)
  participantId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ChatbotEntity, { onDelete: 'CASCADE' })
  chatbotId!: string;

  @PrimaryColumn('text')
  @ForeignKey(() => ConsentTextEntity)
  textHash!: string;

  /** The invite whose own text it was; null when it was the chatbot's. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => InviteEntity)
  inviteId!: string | null;

  @MomentColumn({ default: () => 'now()' }) consentedAt!: Date;
}
