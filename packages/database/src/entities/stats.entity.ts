import type { FeedbackMode } from '@koi/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, MomentColumn } from './column-kinds.js';

/** Stands for "no single model" in rollups: counts of conversations, turns and ranking outcomes. RFC 9562 Nil UUID. */
export const NO_MODEL = '00000000-0000-0000-0000-000000000000';

/** Stands for "each of them" in subtotals: every chatbot, or every model and `NO_MODEL` too. RFC 9562 Max UUID. */
export const EVERY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The same of modes. */
export const EVERY_MODE = 'every';

/** What of a bucket every rollup says. */
abstract class CountsEntity {
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

/**
 * Counts of one bucket for one chatbot, model and mode. Always recomputed whole from the source tables, so
 * replays and double deliveries cannot miscount.
 */
abstract class StatsEntity extends CountsEntity {
  /** Start of the bucket. */
  @PrimaryColumn('timestamptz') bucket!: Date;

  @PrimaryColumn('uuid') chatbotId!: string;

  /** A model, or `NO_MODEL` for what belongs to no single one. */
  @PrimaryColumn('uuid') modelId!: string;

  @PrimaryColumn('text') mode!: FeedbackMode;
}

@Entity('stats_minute')
export class StatsMinuteEntity extends StatsEntity {}

@Entity('stats_hour')
export class StatsHourEntity extends StatsEntity {}

/** Days of UTC. */
@Entity('stats_day')
export class StatsDayEntity extends StatsEntity {}

/**
 * Sums of one bucket over every chatbot (`EVERY`), over every model, or over both, each of one mode and of every mode.
 * Whatever is asked for, one row a bucket has it, where a chatbot and a model are not asked for together.
 */
abstract class SubtotalEntity extends CountsEntity {
  @PrimaryColumn('uuid') chatbotId!: string;

  @PrimaryColumn('uuid') modelId!: string;

  @PrimaryColumn('text') mode!: FeedbackMode | typeof EVERY_MODE;

  /** Start of the bucket. */
  @PrimaryColumn('timestamptz')
  @Index()
  bucket!: Date;
}

@Entity('stats_hour_subtotal')
export class StatsHourSubtotalEntity extends SubtotalEntity {}

/** Days of UTC. */
@Entity('stats_day_subtotal')
export class StatsDaySubtotalEntity extends SubtotalEntity {}

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
