import { Controller, Param } from '@nestjs/common';
import { getChatbot, listChatbots } from '@koi/contracts';
import type { ChatbotPage, ChatbotSummary, ParamsOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { ChatbotsService } from './chatbots.service.js';

@Controller()
export class ChatbotsController {
  constructor(private readonly chatbots: ChatbotsService) {}

  @Route(listChatbots)
  list(): Promise<{ items: ChatbotSummary[] }> {
    return this.chatbots.list();
  }

  @Route(getChatbot)
  page(
    @Param({ schema: getChatbot.params }) { slug }: ParamsOf<typeof getChatbot>,
  ): Promise<ChatbotPage> {
    return this.chatbots.page(slug);
  }
}
