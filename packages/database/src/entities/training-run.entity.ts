import {
  trainingMethod,
  trainingState,
  type TrainingMethod,
  type TrainingState,
} from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { DatasetVersionEntity } from './dataset.entity.js';

/** One hand-over of a dataset version to a trainer, and what came back. Its id is the job's id. */
@Entity('training_run')
@Index(['createdAt', 'id'])
@Index('ix_training_run_open', ['createdAt'], { where: "state in ('queued', 'running')" })
@Check('ck_training_run_state', oneOf('state', trainingState.options))
@Check('ck_training_run_method', oneOf('method', trainingMethod.options))
export class TrainingRunEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn()
  @ForeignKey(() => DatasetVersionEntity)
  datasetVersionId!: string;

  @Column('text') method!: TrainingMethod;

  @Column('text') baseModel!: string;

  @Column('text', { default: 'queued' }) state!: TrainingState;

  /** From 0 to 1. */
  @Column('double precision', { default: 0 }) progress!: number;

  @Column('text', { nullable: true }) message!: string | null;

  @Column('jsonb', { default: {} }) metrics!: Record<string, number>;

  @Column('text', { nullable: true }) modelVersion!: string | null;

  @Column('text', { nullable: true }) artefactUri!: string | null;

  @Column('text', { nullable: true }) error!: string | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) startedAt!: Date | null;

  @MomentColumn({ nullable: true }) endedAt!: Date | null;
}
