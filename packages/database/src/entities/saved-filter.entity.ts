import { savedFilterView, type SavedFilterView } from '@koi/contracts';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { CreatedAt, oneOf } from './column-kinds.js';

/** A filter of the Explore page that somebody gave a name; the whole team sees it. */
@Entity('saved_filter')
@Unique(['name'])
@Check('ck_saved_filter_view', oneOf('view', savedFilterView.options))
export class SavedFilterEntity {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  @Column('text') view!: SavedFilterView;

  /** The parameters of the page's address. */
  @Column('text') query!: string;

  @CreatedAt() createdAt!: Date;
}
