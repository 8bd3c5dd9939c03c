import { Controller, Param, Query } from '@nestjs/common';
import { getConversationRecord, listFeedback } from '@koi/contracts';
import type { ConversationRecord, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
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

  @Route(getConversationRecord)
  conversation(
    @Param({ schema: getConversationRecord.params })
    { conversationId }: ParamsOf<typeof getConversationRecord>,
  ): Promise<ConversationRecord> {
    return this.records.conversation(conversationId);
  }
}
