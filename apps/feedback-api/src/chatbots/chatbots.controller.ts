import { Body, Controller, Param, type StreamableFile } from '@nestjs/common';
import {
  createChatbot,
  downloadChatbots,
  listChatbotRecords,
  setDraw,
  switchChatbot,
  updateChatbot,
} from '@koi/contracts';
import type { BodyOutputOf, ChatbotRecord, ParamsOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload } from '../csv/csv-download.js';
import { Actor } from '../audit/actor.decorator.js';
import { ChatbotsService } from './chatbots.service.js';

@Controller()
export class ChatbotsController {
  constructor(private readonly chatbots: ChatbotsService) {}

  @Route(listChatbotRecords)
  list(): Promise<ResponseOf<typeof listChatbotRecords>> {
    return this.chatbots.list();
  }

  @Route(createChatbot)
  create(
    @Actor() actor: string,
    @Body({ schema: createChatbot.body }) body: BodyOutputOf<typeof createChatbot>,
  ): Promise<ChatbotRecord> {
    return this.chatbots.create(actor, body);
  }

  @Route(updateChatbot)
  update(
    @Actor() actor: string,
    @Param({ schema: updateChatbot.params }) { chatbotId }: ParamsOf<typeof updateChatbot>,
    @Body({ schema: updateChatbot.body }) body: BodyOutputOf<typeof updateChatbot>,
  ): Promise<ChatbotRecord> {
    return this.chatbots.update(actor, chatbotId, body);
  }

  @Route(setDraw)
  setDraw(
    @Actor() actor: string,
    @Param({ schema: setDraw.params }) { chatbotId }: ParamsOf<typeof setDraw>,
    @Body({ schema: setDraw.body }) body: BodyOutputOf<typeof setDraw>,
  ): Promise<ChatbotRecord> {
    return this.chatbots.setDraw(actor, chatbotId, body);
  }

  @Route(switchChatbot)
  switch(
    @Actor() actor: string,
    @Param({ schema: switchChatbot.params }) { chatbotId }: ParamsOf<typeof switchChatbot>,
    @Body({ schema: switchChatbot.body }) { enabled }: BodyOutputOf<typeof switchChatbot>,
  ): Promise<ChatbotRecord> {
    return this.chatbots.switch(actor, chatbotId, enabled);
  }

  @Route(downloadChatbots)
  async download(): Promise<StreamableFile> {
    const { items } = await this.chatbots.list();
    return csvDownload(
      'chatbots',
      ['id', 'slug', 'title', 'enabled', 'source', 'draw', 'config', 'updatedAt'],
      items,
    );
  }
}
