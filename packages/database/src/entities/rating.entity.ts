import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { CountColumn, IdColumn, MomentColumn } from './column-kinds.js';
import { ModelEntity } from './model.entity.js';

/** Stands for "all chatbots together" as the scope of a rating run. RFC 9562 Nil UUID. */
export const ALL_CHATBOTS = '00000000-0000-0000-0000-000000000000';

/**
 * The ratings of one chatbot's models, or of all models, as they were last computed in one hour. Computed whole from
 * the current rankings, so a second run of the hour takes the place of the first.
 */
@Entity('rating_run')
@Unique(['scopeId', 'hour'])
export class RatingRunEntity {
  @PrimaryColumn('uuid') id!: string;

  /** A chatbot, or `ALL_CHATBOTS`. */
  @IdColumn() scopeId!: string;

  @MomentColumn() hour!: Date;

  @MomentColumn() computedAt!: Date;

  /** Rankings that say something of two models: their answers are by different ones, and not both bad. */
  @CountColumn() comparisons!: number;

  /** Outcomes of all rankings in the scope. */
  @CountColumn() aBetter!: number;
  @CountColumn() bBetter!: number;
  @CountColumn() ties!: number;
  @CountColumn() bothBad!: number;

  /** Of those, both answers were by one version of one model: no comparison of models. */
  @CountColumn() sameModel!: number;

  /** Of the rankings with a winner: the longer answer won, the shorter one did, and the characters of both sides. */
  @CountColumn() longerWon!: number;
  @CountColumn() shorterWon!: number;
  @CountColumn() winnerCharacters!: number;
  @CountColumn() loserCharacters!: number;

  /** Davidson's ν; null without ties, or where nothing limits it. */
  @Column('double precision', { nullable: true }) tieParameter!: number | null;

  /** How many groups of models there are that no comparison connects. */
  @Column('integer') groups!: number;

  @Column('boolean') converged!: boolean;

  /** Bootstrap samples, their seed, and how many comparisons a model needs for a rank. */
  @Column('integer') rounds!: number;
  @Column('integer') seed!: number;
  @Column('integer') floor!: number;
}

/** One version of a model in a rating run. */
@Entity('rating')
export class RatingEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => RatingRunEntity, { onDelete: 'CASCADE' })
  runId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ModelEntity)
  modelId!: string;

  @PrimaryColumn('integer') modelVersion!: number;

  /** On the scale of Elo; with its 95 % interval. */
  @Column('double precision') rating!: number;
  @Column('double precision') low!: number;
  @Column('double precision') high!: number;

  @Column('integer', { nullable: true }) rank!: number | null;

  @Column('double precision', { nullable: true }) averageRank!: number | null;

  @CountColumn() wins!: number;
  @CountColumn() losses!: number;
  @CountColumn() ties!: number;
  @CountColumn() bothBad!: number;

  @Column('integer') groupNumber!: number;

  @Column('boolean') bounded!: boolean;
}

/** How two versions of models did against each other. Kept for the latest run of a scope only. */
@Entity('rating_pair')
export class RatingPairEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => RatingRunEntity, { onDelete: 'CASCADE' })
  runId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ModelEntity)
  firstModelId!: string;

  @PrimaryColumn('integer') firstVersion!: number;

  @PrimaryColumn('uuid')
  @ForeignKey(() => ModelEntity)
  secondModelId!: string;

  @PrimaryColumn('integer') secondVersion!: number;

  @CountColumn() firstWins!: number;
  @CountColumn() secondWins!: number;
  @CountColumn() ties!: number;
  @CountColumn() bothBad!: number;
}
