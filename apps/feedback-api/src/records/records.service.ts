import { Injectable } from '@nestjs/common';
import {
  type ConversationRecord,
  type ConversationRow,
  type downloadFeedback,
  type FeedbackFacets,
  type FeedbackRecord,
  type listConversationRecords,
  type listFeedback,
  type QueryOutputOf,
  type ResponseOf,
} from '@koi/contracts';
import { everyRow, FILE_PAGE } from '../paging/every-row.js';
import { decodeCursor, pageOfRows, type Keyset } from '../paging/keyset-cursor.js';
import { toConversationRecord } from './conversation-record.js';
import type { ConversationListRow } from './conversations-query.js';
import { countedRows, type FeedbackFilter } from './fact-conditions.js';
import { toFacets } from './facets-query.js';
import type { FeedbackRow } from './feedback-query.js';
import { ConversationNotFound } from './records.errors.js';
import { RecordsRepository } from './records.repository.js';

type Query = QueryOutputOf<typeof downloadFeedback>;
type PageQuery = QueryOutputOf<typeof listFeedback>;

@Injectable()
export class RecordsService {
  constructor(private readonly records: RecordsRepository) {}

  /** Latest first. `current` leaves out what was replaced or taken back. */
  async list(query: PageQuery): Promise<ResponseOf<typeof listFeedback>> {
    const { cursor, limit, ...rest } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = await this.filterOf(rest);
    if (!filter) return NOTHING;
    const [found, count] = await (filter.search
      ? this.pageWithWords(filter, after, limit)
      : Promise.all([this.records.page(filter, after, limit), this.records.count(filter)]));
    const { rows, nextCursor } = pageOfRows(found, limit);
    return { items: rows.map(toFeedbackRecord), nextCursor, ...toTotal(count, filter) };
  }

  /** To count what has words finds the first page of it, and all if it is little. */
  private async pageWithWords(
    filter: FeedbackFilter,
    after: Keyset | undefined,
    limit: number,
  ): Promise<[FeedbackRow[], number]> {
    const matching = await this.records.matching(filter, after ? countedRows(filter) : limit + 1);
    return [await this.records.page(filter, after, limit, matching), matching.total];
  }

  /** Latest first; by when they were begun. */
  async listConversations(query: PageQuery): Promise<ResponseOf<typeof listConversationRecords>> {
    const { cursor, limit, ...rest } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const filter = await this.filterOf(rest);
    if (!filter) return NOTHING;
    const matching = await this.records.countConversations(filter);
    const found = await this.records.conversationsPage(filter, after, limit, matching);
    const { rows, nextCursor } = pageOfRows(found, limit);
    return { items: rows.map(toConversationRow), nextCursor, ...toTotal(matching.total, filter) };
  }

  async facets(query: Query): Promise<FeedbackFacets> {
    const filter = await this.filterOf(query);
    return toFacets(filter ? await this.records.facets(filter) : [], countedRows(query));
  }

  /** Every row the filter matches, read page by page as they are taken. */
  async *allFeedback(query: Query): AsyncGenerator<FeedbackRecord> {
    const filter = await this.filterOf(query);
    if (!filter) return;
    const read = (after?: Keyset) => this.records.page(filter, after, FILE_PAGE);
    for await (const row of everyRow(read)) yield toFeedbackRecord(row);
  }

  async *allConversations(query: Query): AsyncGenerator<ConversationRow> {
    const filter = await this.filterOf(query);
    if (!filter) return;
    const read = (after?: Keyset) => this.records.conversationsPage(filter, after, FILE_PAGE);
    for await (const row of everyRow(read)) yield toConversationRow(row);
  }

  /** @throws ConversationNotFound. Deleted conversations are shown: they are hidden from their participant only. */
  async conversation(id: string): Promise<ConversationRecord> {
    const rows = await this.records.findConversation(id);
    if (!rows) throw new ConversationNotFound();
    return toConversationRecord(rows);
  }

  /** With the model by its id; undefined when there is no such model, so that nothing can match. */
  private async filterOf({ model, ...rest }: Query): Promise<FeedbackFilter | undefined> {
    const [modelId, searchMatches] = await Promise.all([
      model === undefined ? undefined : this.records.findModelId(model),
      rest.search ? this.records.matchingTurns(rest.search) : undefined,
    ]);
    if (model !== undefined && modelId === undefined) return undefined;
    return {
      ...rest,
      ...(modelId === undefined ? {} : { modelId }),
      ...(searchMatches === undefined ? {} : { searchMatches }),
    };
  }
}

const NOTHING = { items: [], nextCursor: null, total: 0, totalIsExact: true };

const toTotal = (count: number, filter: FeedbackFilter) => ({
  total: Math.min(count, countedRows(filter)),
  totalIsExact: count <= countedRows(filter),
});

function toFeedbackRecord({ at: _, createdAt, ...row }: FeedbackRow): FeedbackRecord {
  return { ...row, createdAt: createdAt.toISOString() };
}

function toConversationRow({ at: _, ...row }: ConversationListRow): ConversationRow {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
