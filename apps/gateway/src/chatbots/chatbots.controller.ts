import { Controller, Param, Req } from '@nestjs/common';
import { getChatbot, listChatbots } from '@koi/contracts';
import type { ChatbotPage, ChatbotSummary, ParamsOf } from '@koi/contracts';
import { Route } from '@koi/service';
import type { FastifyRequest } from 'fastify';
import { readParticipantCookie } from '../participants/participant-cookie.js';
import { ChatbotsService } from './chatbots.service.js';

/** Open to everybody; who is known sees what invites opened to them, too. */
@Controller()
export class ChatbotsController {
  constructor(private readonly chatbots: ChatbotsService) {}

  @Route(listChatbots)
  list(@Req() request: FastifyRequest): Promise<{ items: ChatbotSummary[] }> {
    return this.chatbots.list(readParticipantCookie(request));
  }

  @Route(getChatbot)
  page(
    @Req() request: FastifyRequest,
    @Param({ schema: getChatbot.params }) { slug }: ParamsOf<typeof getChatbot>,
  ): Promise<ChatbotPage> {
    return this.chatbots.page(readParticipantCookie(request), slug);
  }
}
