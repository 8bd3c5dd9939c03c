import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from './column-kinds.js';

/** A row of the rollups that is not what the rows behind it say. */
export interface RollupDifference {
  readonly table:
    'stats_minute' | 'stats_hour' | 'stats_hour_subtotal' | 'stats_day' | 'stats_day_subtotal';
  readonly bucket: string;
  readonly chatbotId: string;
  readonly modelId: string;
  readonly mode: string;
}

/** One comparison of stored rollups with what the rows behind them say. */
@Entity('rollup_check')
@Index(['startedAt'])
export class RollupCheckEntity {
  @PrimaryColumn('uuid') id!: string;

  @MomentColumn() startedAt!: Date;

  @MomentColumn() endedAt!: Date;

  /** How many days (UTC) were compared, with all their minutes and hours. */
  @Column('integer') days!: number;

  /** How many rollup rows those days have. */
  @Column('bigint') buckets!: number;

  /** How many rollup rows were not what they should be; they have been computed anew since. */
  @Column('bigint') differences!: number;

  /** The first of them. */
  @Column('jsonb', { default: [] }) examples!: RollupDifference[];
}
