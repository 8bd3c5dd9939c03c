import { Injectable } from '@nestjs/common';
import type { downloadAuditEntries, QueryOutputOf } from '@koi/contracts';
import {
  insertAuditEntry,
  Transactions,
  type AuditEntryEntity,
  type NewAuditEntry,
  type Tx,
} from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

export type AuditRow = AuditEntryEntity & Keyset;

@Injectable()
export class AuditRepository {
  constructor(private readonly transactions: Transactions) {}

  insert(tx: Tx, entry: NewAuditEntry): Promise<void> {
    return insertAuditEntry(tx, entry);
  }

  get manager(): Tx {
    return this.transactions.manager;
  }

  page(
    filter: QueryOutputOf<typeof downloadAuditEntries>,
    after: Keyset | undefined,
    count: number,
  ): Promise<AuditRow[]> {
    const { subjectId, subjectKind, action, actor, from, to } = filter;
    return this.transactions.manager.query<AuditRow[]>(
      `select id, created_at as "createdAt", actor, action, subject_kind as "subjectKind", subject_id as "subjectId",
              subject_name as "subjectName", before, after, ${keysetMoment('created_at')} as at
       from audit_entry
       where ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid)) and ($3::uuid is null or subject_id = $3)
         and ($4::text is null or subject_kind = $4) and ($5::text is null or action = $5)
         and ($6::text is null or actor = $6)
         and ($7::timestamptz is null or created_at >= $7) and ($8::timestamptz is null or created_at < $8)
       order by created_at desc, id desc limit $9`,
      [
        after?.at ?? null,
        after?.id ?? null,
        subjectId ?? null,
        subjectKind ?? null,
        action ?? null,
        actor ?? null,
        from ?? null,
        to ?? null,
        count,
      ],
    );
  }

  async actors(): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ actor: string }[]>(
      `select distinct actor from audit_entry order by actor`,
    );
    return rows.map(({ actor }) => actor);
  }
}
