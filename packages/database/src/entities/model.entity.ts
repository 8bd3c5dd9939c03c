import type { ConnectorKind, GenerationParameters } from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { TrainingRunEntity } from './training-run.entity.js';

/** Where answers come from: a connector with its settings. Never holds a secret that could be read. */
@Entity('model')
@Unique(['name'])
@Check('ck_model_source', oneOf('source', ['koi_yaml', 'dashboard', 'training']))
export class ModelEntity {
  @PrimaryColumn('uuid') id!: string;

  /** The key in koi.yaml. */
  @Column('text') name!: string;

  /** What people see. */
  @Column('text') label!: string;

  @Column('text') connector!: ConnectorKind;

  /** What the connector needs besides parameters: base URL, upstream model, style. */
  @Column('jsonb', { default: {} }) settings!: Record<string, unknown>;

  /** `${NAME}` or `file:/path`, or a key that was typed in, sealed; model-proxy resolves all of them. */
  @Column('text', { nullable: true }) secretReference!: string | null;

  @Column('jsonb', { default: {} }) parameters!: GenerationParameters;

  /** Raised by each change of connector, settings or parameters. */
  @Column('integer', { default: 1 }) version!: number;

  /** The training this model came out of. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => TrainingRunEntity)
  parentTrainingRunId!: string | null;

  @Column('text') source!: 'koi_yaml' | 'dashboard' | 'training';

  @Column('boolean', { default: true }) enabled!: boolean;

  /** The team has switched it off although koi.yaml names it; no start switches it on again. */
  @Column('boolean', { default: false }) heldOff!: boolean;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ default: () => 'now()' }) updatedAt!: Date;
}
