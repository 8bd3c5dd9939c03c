import { Injectable } from '@nestjs/common';
import type { AuditEntry, listAuditEntries, QueryOutputOf, ResponseOf } from '@koi/contracts';
import type { Tx } from '@koi/database';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { AuditRepository, type NewAuditEntry } from './audit.repository.js';

/** Keeps who changed what. */
@Injectable()
export class AuditService {
  constructor(private readonly entries: AuditRepository) {}

  /** In the transaction of the change itself: there is no change without its entry, and no entry without its change. */
  record(tx: Tx, entry: NewAuditEntry): Promise<void> {
    return this.entries.insert(tx, entry);
  }

  async list(
    query: QueryOutputOf<typeof listAuditEntries>,
  ): Promise<ResponseOf<typeof listAuditEntries>> {
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const found = await this.entries.page({
      after,
      subjectId: query.subjectId,
      subjectKind: query.subjectKind,
      action: query.action,
      count: query.limit + 1,
    });
    const { rows, nextCursor } = pageOfRows(found, query.limit);
    return {
      items: rows.map(
        ({ createdAt, ...row }) =>
          ({ ...row, createdAt: createdAt.toISOString() }) as unknown as AuditEntry,
      ),
      nextCursor,
    };
  }
}
