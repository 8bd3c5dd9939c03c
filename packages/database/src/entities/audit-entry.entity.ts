import type { AuditEntry } from '@koi/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CreatedAt, IdColumn, oneOf } from './column-kinds.js';

/** One change the team made: who, when, what, and how it stood before and after. Never holds a secret. Append-only. */
@Entity('audit_entry')
@Index(['createdAt', 'id'])
@Index(['subjectId', 'createdAt'])
@Check(
  'ck_audit_entry_action',
  oneOf('action', [
    'created',
    'changed',
    'switched_on',
    'switched_off',
    'revoked',
    'excluded',
    'put_back',
    'erased',
    'deleted',
    'retried',
    'mended',
    'dropped',
    'password_set',
    'sign_in_refused',
  ]),
)
@Check(
  'ck_audit_entry_subject',
  oneOf('subject_kind', [
    'model',
    'chatbot',
    'user',
    'api_key',
    'invite',
    'participant',
    'dead_letter',
    'dataset_version',
    'training_run',
    'saved_filter',
  ]),
)
export class AuditEntryEntity {
  @PrimaryColumn('uuid') id!: string;

  @CreatedAt() createdAt!: Date;

  /** Who did it, as they are called at the sign-in. */
  @Column('text') actor!: string;

  @Column('text') action!: AuditEntry['action'];

  @Column('text') subjectKind!: AuditEntry['subjectKind'];

  /** Null for what has no id of its own: a job, and the owner, who is no user. */
  @IdColumn({ nullable: true }) subjectId!: string | null;

  /** What it was called then. */
  @Column('text') subjectName!: string;

  @Column('jsonb', { nullable: true }) before!: Record<string, unknown> | null;

  /** Empty for what is gone. */
  @Column('jsonb') after!: Record<string, unknown>;
}
