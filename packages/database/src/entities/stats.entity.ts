import type { FeedbackMode } from '@koi/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, MomentColumn } from './column-kinds.js';

/** Stands for "no single model" in rollups: counts of conversations, turns and ranking outcomes. RFC 9562 Nil UUID. */
export const NO_MODEL = '00000000-0000-0000-0000-000000000000';

/**
 * Counts of one bucket for one chatbot, model and mode. Always recomputed whole from the source tables, so
 * replays and double deliveries cannot miscount.
 */
abstract class StatsEntity {
  /** Start of the bucket. */
  @PrimaryColumn('timestamptz') bucket!: Date;

  @PrimaryColumn('uuid') chatbotId!: string;

  /** A model, or `NO_MODEL` for what belongs to no single one. */
  @PrimaryColumn('uuid') modelId!: string;

  @PrimaryColumn('text') mode!: FeedbackMode;

  @CountColumn() conversations!: number;
  @CountColumn() turns!: number;
  @CountColumn() candidates!: number;
  @CountColumn() failedCandidates!: number;

  /** Answers that this model wrote in place of the one that was drawn. */
  @CountColumn() fallbacks!: number;

  @CountColumn() votesUp!: number;
  @CountColumn() votesDown!: number;
  @CountColumn() aBetter!: number;
  @CountColumn() bBetter!: number;
  @CountColumn() ties!: number;
  @CountColumn() bothBad!: number;
  @CountColumn() corrections!: number;
  @CountColumn() comments!: number;
  @CountColumn() promptTokens!: number;
  @CountColumn() completionTokens!: number;

  /** Sum of milliseconds to the first token, over `ttftCount` answers. */
  @Column('double precision', { default: 0 }) ttftMsSum!: number;
  @CountColumn() ttftCount!: number;

  /** How often each reason was given, by its key. */
  @Column('jsonb', { default: {} }) reasons!: Record<string, number>;

  /** What answers cost, by currency (ISO 4217): a decimal number. */
  @Column('jsonb', { default: {} }) cost!: Record<string, number>;

  /** Failed answers by the kind of the failure. */
  @Column('jsonb', { default: {} }) errors!: Record<string, number>;

  /** Latency histograms: `counts[i]` answers in the bin `bins[i]` (`latencyBin`), ascending, without empty bins. */
  @Column('smallint', { array: true, default: [] }) ttftBins!: number[];
  @Column('integer', { array: true, default: [] }) ttftCounts!: number[];
  @Column('smallint', { array: true, default: [] }) durationBins!: number[];
  @Column('integer', { array: true, default: [] }) durationCounts!: number[];

  @MomentColumn({ default: () => 'now()' }) computedAt!: Date;
}

@Entity('stats_minute')
export class StatsMinuteEntity extends StatsEntity {}

@Entity('stats_hour')
export class StatsHourEntity extends StatsEntity {}

/** Days of UTC. */
@Entity('stats_day')
export class StatsDayEntity extends StatsEntity {}

/**
 * Minutes whose rollups are out of date: a row is added in the transaction of each change. Append-only, so that
 * writers do not wait for each other; the worker deletes what it has recomputed.
 */
@Entity('dirty_bucket')
export class DirtyBucketEntity {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id!: number;

  /** Start of the minute. */
  @MomentColumn()
  @Index()
  bucket!: Date;
}
