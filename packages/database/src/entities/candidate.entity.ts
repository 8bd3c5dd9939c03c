import {
  answerFailureKind,
  candidateState,
  finishReason,
  side,
  type AnswerFailureKind,
  type CandidateState,
  type FinishReason,
  type GenerationParameters,
  type Side,
} from '@koi/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, IdColumn, MomentColumn, oneOf } from './column-kinds.js';
import { ModelEntity } from './model.entity.js';
import { TurnEntity } from './turn.entity.js';

/** One model's answer to one turn. */
@Entity('candidate')
@Unique(['turnId', 'position'])
@Unique(['idempotencyKey'])
@Index(['createdAt'])
@Index(['modelId'])
@Index('ix_candidate_unfinished', ['createdAt'], { where: "state in ('queued', 'streaming')" })
@Index('ix_candidate_failed', ['createdAt'], { where: "state = 'failed'" })
@Check('ck_candidate_state', oneOf('state', candidateState.options))
@Check('ck_candidate_side', oneOf('side', side.options))
@Check('ck_candidate_failure_kind', oneOf('failure_kind', answerFailureKind.options))
@Check('ck_candidate_finish_reason', oneOf('finish_reason', finishReason.options))
export class CandidateEntity {
  @PrimaryColumn('uuid') id!: string;

  @IdColumn()
  @ForeignKey(() => TurnEntity)
  turnId!: string;

  /** The model that wrote it, whom votes and rankings count for; until it has ended the one that was drawn. */
  @IdColumn()
  @ForeignKey(() => ModelEntity)
  modelId!: string;

  /** The model's version when it was drawn, or when it stood in for another. */
  @Column('integer') modelVersion!: number;

  /** The model that was drawn, where it could not answer and another stood in for it. */
  @IdColumn({ nullable: true })
  @ForeignKey(() => ModelEntity)
  fallbackForModelId!: string | null;

  /** The client's key where this answer was asked for anew; null for those that came with the message. */
  @IdColumn({ nullable: true }) idempotencyKey!: string | null;

  /** Counts the answers of a turn from 0, in the order they were asked for. */
  @Column('integer') position!: number;

  /** Where it is shown. Drawn at random in rank mode, `a` otherwise. */
  @Column('text') side!: Side;

  @Column('text', { default: 'queued' }) state!: CandidateState;

  /** How often its job has been started; events of older attempts are void. */
  @Column('integer', { default: 0 }) attempt!: number;

  @Column('text', { default: '' }) text!: string;

  @Column('text', { nullable: true }) finishReason!: FinishReason | null;

  /** Of a failed answer; null also where it is older than the column. */
  @Column('text', { nullable: true }) failureKind!: AnswerFailureKind | null;

  /** What is wrong, for the participant: names no model and no upstream. */
  @Column('text', { nullable: true }) failureDetail!: string | null;

  /** What went wrong, for the team, in the upstream's own words; also of the model that another stood in for. */
  @Column('text', { nullable: true }) errorDetail!: string | null;

  /** The sampling parameters as they were sent. */
  @Column('jsonb', { default: {} }) parameters!: GenerationParameters;

  @Column('integer', { nullable: true }) promptTokens!: number | null;

  @Column('integer', { nullable: true }) completionTokens!: number | null;

  /** True when a tokenizer counted because the provider did not say. */
  @Column('boolean', { default: false }) usageEstimated!: boolean;

  /** What it cost at the price of its day; null where its model had no price. A decimal number. */
  @Column('numeric', { precision: 20, scale: 10, nullable: true }) cost!: string | null;

  /** ISO 4217. */
  @Column('text', { nullable: true }) costCurrency!: string | null;

  /** How many messages, the oldest ones, did not fit into the model's window. */
  @Column('integer', { default: 0 }) messagesLeftOut!: number;

  /** Milliseconds from the start of the last attempt to its first token; waiting for a free slot does not count. */
  @Column('double precision', { nullable: true }) ttftMs!: number | null;

  /** Milliseconds from the start of the last attempt to its end; waiting for a free slot does not count. */
  @Column('double precision', { nullable: true }) durationMs!: number | null;

  @CreatedAt() createdAt!: Date;

  @MomentColumn({ nullable: true }) startedAt!: Date | null;

  @MomentColumn({ nullable: true }) endedAt!: Date | null;
}
