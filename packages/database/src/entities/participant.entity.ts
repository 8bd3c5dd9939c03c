import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CreatedAt, MomentColumn } from './column-kinds.js';

/** A guest at the chat page, known by a signed cookie. */
@Entity('participant')
export class ParticipantEntity {
  @PrimaryColumn('uuid') id!: string;

  /** When they agreed to a consent text; null when none was asked or given. */
  @MomentColumn({ nullable: true }) consentedAt!: Date | null;

  @Column('text', { nullable: true }) language!: string | null;

  @CreatedAt() createdAt!: Date;
}
