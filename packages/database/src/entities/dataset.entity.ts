import {
  datasetKind,
  datasetState,
  type DatasetFile,
  type DatasetFilter,
  type DatasetKind,
  type DatasetState,
  type TrainingRequest,
} from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';

/** A named line of exports; its versions are what trainers get. */
@Entity('dataset')
@Unique(['name', 'kind'])
@Check('ck_dataset_kind', oneOf('kind', datasetKind.options))
export class DatasetEntity {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  @Column('text') kind!: DatasetKind;

  @CreatedAt() createdAt!: Date;
}

/** One immutable export. A trigger refuses any change once it is ready. */
@Entity('dataset_version')
@Unique(['datasetId', 'number'])
@Index(['createdAt', 'id'])
@Check('ck_dataset_version_state', oneOf('state', datasetState.options))
export class DatasetVersionEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn()
  @ForeignKey(() => DatasetEntity)
  datasetId!: string;

  @Column('integer') number!: number;

  @Column('jsonb', { default: {} }) filter!: DatasetFilter;

  @Column('text', { default: 'queued' }) state!: DatasetState;

  @Column('bigint', { nullable: true }) progressDone!: number | null;

  @Column('bigint', { nullable: true }) progressTotal!: number | null;

  @Column('bigint', { nullable: true }) rows!: number | null;

  /** Source rows left out, by reason. */
  @Column('jsonb', { default: {} }) excluded!: Record<string, number>;

  @Column('jsonb', { default: [] }) files!: DatasetFile[];

  /** `file:` URI of manifest.json. */
  @Column('text', { nullable: true }) manifestUri!: string | null;

  @Column('text', { nullable: true }) manifestSha256!: string | null;

  @MomentColumn({ nullable: true }) snapshotAt!: Date | null;

  @Column('text', { nullable: true }) error!: string | null;

  /** What to hand to a trainer once it is ready. */
  @Column('jsonb', { nullable: true }) train!: TrainingRequest | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) endedAt!: Date | null;
}
