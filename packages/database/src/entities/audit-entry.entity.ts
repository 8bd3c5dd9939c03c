import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CreatedAt, IdColumn, oneOf } from './column-kinds.js';

/** One change the team made: who, when, what, and how it stood before and after. Never holds a secret. Append-only. */
@Entity('audit_entry')
@Index(['createdAt', 'id'])
@Index(['subjectId', 'createdAt'])
@Check(
  'ck_audit_entry_action',
  oneOf('action', ['created', 'changed', 'switched_on', 'switched_off']),
)
@Check('ck_audit_entry_subject', oneOf('subject_kind', ['model', 'chatbot', 'user', 'api_key']))
export class AuditEntryEntity {
  @PrimaryColumn('uuid') id!: string;

  @CreatedAt() createdAt!: Date;

  /** Who did it, as they are called at the sign-in. */
  @Column('text') actor!: string;

  @Column('text') action!: 'created' | 'changed' | 'switched_on' | 'switched_off';

  @Column('text') subjectKind!: 'model' | 'chatbot' | 'user' | 'api_key';

  @IdColumn() subjectId!: string;

  /** What it was called then. */
  @Column('text') subjectName!: string;

  @Column('jsonb', { nullable: true }) before!: Record<string, unknown> | null;

  @Column('jsonb') after!: Record<string, unknown>;
}
