import { Injectable } from '@nestjs/common';
import { AuditEntryEntity, newId, Transactions, type Tx } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

export type AuditRow = AuditEntryEntity & Keyset;
export type NewAuditEntry = Omit<AuditEntryEntity, 'id' | 'createdAt'>;

@Injectable()
export class AuditRepository {
  constructor(private readonly transactions: Transactions) {}

  async insert(tx: Tx, entry: NewAuditEntry): Promise<void> {
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

  page(options: {
    readonly after: Keyset | undefined;
    readonly subjectId: string | undefined;
    readonly subjectKind: AuditEntryEntity['subjectKind'] | undefined;
    readonly action: AuditEntryEntity['action'] | undefined;
    readonly count: number;
  }): Promise<AuditRow[]> {
    const { after, subjectId, subjectKind, action, count } = options;
    return this.transactions.manager.query<AuditRow[]>(
      `select id, created_at as "createdAt", actor, action, subject_kind as "subjectKind", subject_id as "subjectId",
              subject_name as "subjectName", before, after, ${keysetMoment('created_at')} as at
       from audit_entry
       where ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid)) and ($3::uuid is null or subject_id = $3)
         and ($4::text is null or subject_kind = $4) and ($5::text is null or action = $5)
       order by created_at desc, id desc limit $6`,
      [
        after?.at ?? null,
        after?.id ?? null,
        subjectId ?? null,
        subjectKind ?? null,
        action ?? null,
        count,
      ],
    );
  }
}
