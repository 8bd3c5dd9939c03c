import { erasedBy, type ErasedBy } from '@koi/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { IdColumn, MomentColumn, oneOf } from './column-kinds.js';

/**
 * The tombstone of a participant whose rows are gone: an id that leads to nobody any more, by which rows of dataset
 * versions that were exported before can be told.
 */
@Entity('erasure')
@Unique(['participantId'])
@Index(['erasedAt', 'id'])
@Check('ck_erasure_erased_by', oneOf('erased_by', erasedBy.options))
export class ErasureEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn() participantId!: string;

  @Column('text') erasedBy!: ErasedBy;

  /** How many rows of each table went. */
  @Column('integer') conversations!: number;

  @Column('integer') turns!: number;

  @Column('integer') candidates!: number;

  @Column('integer') feedback!: number;

  @MomentColumn({ default: () => 'now()' }) erasedAt!: Date;
}
