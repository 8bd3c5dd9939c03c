import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IdColumn } from './column-kinds.js';
import { TurnEntity } from './turn.entity.js';

/**
 * The words of a turn for text search: its message, its answers, and every correction and comment on them. Kept by
 * triggers from the moment an answer has ended.
 */
@Entity('turn_search')
@Index(['conversationId'])
@Index('ix_turn_search_document', { synchronize: false })
export class TurnSearchEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => TurnEntity, { onDelete: 'CASCADE' })
  turnId!: string;

  @Column('tsvector') document!: string;

  @IdColumn() conversationId!: string;
}
