import type { FeedbackMode } from '@koi/contracts';
import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ParticipantEntity } from './participant.entity.js';

/**
 * Somebody who sent a message to a chatbot, in a mode, in a period of time. Kept by a trigger on `turn`. Who is excluded
 * from statistics stands here too, and is left out when people are counted.
 */
abstract class ParticipantPeriodEntity {
  /** Start of the period, in UTC. */
  @PrimaryColumn('timestamptz') bucket!: Date;

  @PrimaryColumn('uuid') chatbotId!: string;

  @PrimaryColumn('text') mode!: FeedbackMode;

  @PrimaryColumn('uuid')
  @Index()
  @ForeignKey(() => ParticipantEntity, { onDelete: 'CASCADE' })
  participantId!: string;
}

@Entity('participant_hour')
export class ParticipantHourEntity extends ParticipantPeriodEntity {}

@Entity('participant_day')
export class ParticipantDayEntity extends ParticipantPeriodEntity {}

@Entity('participant_month')
export class ParticipantMonthEntity extends ParticipantPeriodEntity {}
