import { feedbackKind, type FeedbackKind } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { ParticipantEntity } from './participant.entity.js';

/** A feedback command that was refused, as it came. The last refusal of a key is kept, for thirty days. */
@Entity('refused_feedback')
@Index(['participantId'])
@Index(['refusedAt', 'idempotencyKey'])
@Check('ck_refused_feedback_kind', oneOf('kind', feedbackKind.options))
export class RefusedFeedbackEntity {
  @PrimaryColumn('uuid') idempotencyKey!: string;

  @MomentColumn({ default: () => 'now()' }) refusedAt!: Date;

  @IdColumn()
  @ForeignKey(() => ParticipantEntity)
  participantId!: string;

  @Column('text') kind!: FeedbackKind;

  /** Why: a problem code. */
  @Column('text') code!: string;

  @Column('text') detail!: string;

  @Column('jsonb') command!: Record<string, unknown>;
}
