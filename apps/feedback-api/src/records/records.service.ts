import { Injectable } from '@nestjs/common';
import type {
  ConversationRecord,
  FeedbackRecord,
  listFeedback,
  QueryOutputOf,
  ResponseOf,
} from '@koi/contracts';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { toConversationRecord } from './conversation-record.js';
import type { FeedbackRow } from './feedback-query.js';
import { ConversationNotFound } from './records.errors.js';
import { RecordsRepository } from './records.repository.js';

@Injectable()
export class RecordsService {
  constructor(private readonly records: RecordsRepository) {}

  /** Latest first. `current` leaves out what was replaced or taken back. */
  async list(query: QueryOutputOf<typeof listFeedback>): Promise<ResponseOf<typeof listFeedback>> {
    const { cursor, limit, model, ...rest } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const modelId = model === undefined ? undefined : await this.records.findModelId(model);
    if (model !== undefined && !modelId) return { items: [], nextCursor: null, total: 0 };
    const filter = { ...rest, ...(modelId ? { modelId } : {}) };
    const [found, total] = await Promise.all([
      this.records.page(filter, after, limit),
      this.records.count(filter),
    ]);
    const { rows, nextCursor } = pageOfRows(found, limit);
    return { items: rows.map(toFeedbackRecord), nextCursor, total };
  }

  /** @throws ConversationNotFound. Deleted conversations are shown: they are hidden from their participant only. */
  async conversation(id: string): Promise<ConversationRecord> {
    const rows = await this.records.findConversation(id);
    if (!rows) throw new ConversationNotFound();
    return toConversationRecord(rows);
  }
}

function toFeedbackRecord({ at: _, createdAt, ...row }: FeedbackRow): FeedbackRecord {
  return { ...row, createdAt: createdAt.toISOString() };
}
