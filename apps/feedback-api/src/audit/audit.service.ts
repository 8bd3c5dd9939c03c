import { Injectable } from '@nestjs/common';
import type { AuditEntry, listAuditEntries, QueryOutputOf, ResponseOf } from '@koi/contracts';
import type { NewAuditEntry, Tx } from '@koi/database';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { AuditRepository } from './audit.repository.js';

/** Keeps who changed what. */
@Injectable()
export class AuditService {
  constructor(private readonly entries: AuditRepository) {}

  /** In the transaction of the change itself: there is no change without its entry, and no entry without its change. */
  record(tx: Tx, entry: NewAuditEntry): Promise<void> {
    return this.entries.insert(tx, entry);
  }

  /** Of what Postgres does not hold, such as a job of a queue: right after it was done. */
  recordAfterwards(entry: NewAuditEntry): Promise<void> {
    return this.entries.insert(this.entries.manager, entry);
  }

  async list(
    query: QueryOutputOf<typeof listAuditEntries>,
  ): Promise<ResponseOf<typeof listAuditEntries>> {
    const { cursor, limit, ...filter } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const found = await this.entries.page(filter, after, limit + 1);
    const { rows, nextCursor } = pageOfRows(found, limit);
    return {
      items: rows.map(
        ({ createdAt, ...row }) =>
          ({ ...row, createdAt: createdAt.toISOString() }) as unknown as AuditEntry,
      ),
      nextCursor,
    };
  }

  async actors(): Promise<{ items: string[] }> {
    return { items: await this.entries.actors() };
  }
}
