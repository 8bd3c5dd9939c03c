import type { AuditEntryEntity } from './entities/audit-entry.entity.js';
import { newId } from './ids.js';
import type { Tx } from './transactions.js';

export type NewAuditEntry = Omit<AuditEntryEntity, 'id' | 'createdAt'>;

/** Adds to the trail of changes; in the transaction of the change itself. `before` and `after` must hold no secret. */
export async function insertAuditEntry(tx: Tx, entry: NewAuditEntry): Promise<void> {
  await tx.query(
    `insert into audit_entry (id, actor, action, subject_kind, subject_id, subject_name, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId(),
      entry.actor,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      entry.subjectName,
      entry.before && JSON.stringify(entry.before),
      JSON.stringify(entry.after),
    ],
  );
}

/** How a user stands for the trail of changes: never their link or password. */
export const toldUser = (user: {
  readonly name: string;
  readonly role: string;
  readonly hasPassword: boolean;
  readonly disabledAt: string | null;
  readonly linkExpiresAt: string | null;
  readonly sessions: number;
}) => ({
  name: user.name,
  role: user.role,
  hasPassword: user.hasPassword,
  disabledAt: user.disabledAt,
  linkExpiresAt: user.linkExpiresAt,
  sessions: user.sessions,
});
