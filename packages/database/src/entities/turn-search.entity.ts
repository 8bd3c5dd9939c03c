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

  /**
   * Blanks, some forty bytes when compressed. With them a row is too long for its page when it is written, so that Postgres
   * puts the document out of line however short it is.
   */
  @Column('text', { default: () => "repeat(' ', 2100)" }) padding!: string;

  @IdColumn() conversationId!: string;
}
