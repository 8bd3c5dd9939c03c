import { Controller, Param, Query, StreamableFile } from '@nestjs/common';
import {
  downloadConversations,
  downloadFeedback,
  getConversationRecord,
  getFeedbackFacets,
  listConversationRecords,
  listFeedback,
} from '@koi/contracts';
import type {
  ConversationRecord,
  FeedbackFacets,
  ParamsOf,
  QueryOutputOf,
  ResponseOf,
} from '@koi/contracts';
import { Route } from '@koi/service';
import { csvFile, toCsv } from '../csv/to-csv.js';
import { conversationColumns, conversationCsvRow, feedbackColumns, feedbackCsvRow } from './csv.js';
import { RecordsService } from './records.service.js';

@Controller()
export class RecordsController {
  constructor(private readonly records: RecordsService) {}

  @Route(listFeedback)
  list(
    @Query({ schema: listFeedback.query }) query: QueryOutputOf<typeof listFeedback>,
  ): Promise<ResponseOf<typeof listFeedback>> {
    return this.records.list(query);
  }

  @Route(getFeedbackFacets)
  facets(
    @Query({ schema: getFeedbackFacets.query }) query: QueryOutputOf<typeof getFeedbackFacets>,
  ): Promise<FeedbackFacets> {
    return this.records.facets(query);
  }

  @Route(downloadFeedback)
  download(
    @Query({ schema: downloadFeedback.query }) query: QueryOutputOf<typeof downloadFeedback>,
  ): StreamableFile {
    const rows = mapped(this.records.allFeedback(query), feedbackCsvRow);
    return new StreamableFile(toCsv(rows, feedbackColumns), csvFile('feedback'));
  }

  @Route(listConversationRecords)
  listConversations(
    @Query({ schema: listConversationRecords.query })
    query: QueryOutputOf<typeof listConversationRecords>,
  ): Promise<ResponseOf<typeof listConversationRecords>> {
    return this.records.listConversations(query);
  }

  @Route(downloadConversations)
  downloadConversations(
    @Query({ schema: downloadConversations.query })
    query: QueryOutputOf<typeof downloadConversations>,
  ): StreamableFile {
    const rows = mapped(this.records.allConversations(query), conversationCsvRow);
    return new StreamableFile(toCsv(rows, conversationColumns), csvFile('conversations'));
  }

  @Route(getConversationRecord)
  conversation(
    @Param({ schema: getConversationRecord.params })
    { conversationId }: ParamsOf<typeof getConversationRecord>,
  ): Promise<ConversationRecord> {
    return this.records.conversation(conversationId);
  }
}

async function* mapped<From, To>(
  rows: AsyncIterable<From>,
  to: (row: From) => To,
): AsyncGenerator<To> {
  for await (const row of rows) yield to(row);
}
