import type { ReasonSet } from '@koi/contracts';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ChatbotEntity } from './chatbot.entity.js';
import { CreatedAt } from './column-kinds.js';

/**
 * The reasons a chatbot offers for feedback, one row a version; the highest counts. A version never changes: feedback
 * names the one it was given under.
 */
@Entity('chatbot_reasons')
export class ChatbotReasonsEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ChatbotEntity, { onDelete: 'CASCADE' })
  chatbotId!: string;

  /** Counts from 1. */
  @PrimaryColumn('integer') version!: number;

  @Column('jsonb') reasons!: ReasonSet;

  @CreatedAt() createdAt!: Date;
}
