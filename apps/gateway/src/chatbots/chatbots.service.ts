import { Injectable } from '@nestjs/common';
import { DEMO_NOTICE, type ChatbotPage, type ChatbotSummary } from '@koi/contracts';
import type { ChatbotEntity } from '@koi/database';
import { AccessService, type OpenChatbot } from '../access/access.service.js';
import { ChatbotsRepository } from './chatbots.repository.js';

@Injectable()
export class ChatbotsService {
  constructor(
    private readonly chatbots: ChatbotsRepository,
    private readonly access: AccessService,
  ) {}

  /** The chatbots open to the caller. */
  async list(participantId: string | undefined): Promise<{ items: ChatbotSummary[] }> {
    return { items: (await this.chatbots.listOpen(participantId)).map(toSummary) };
  }

  /** @throws ChatbotNotFound, InviteRequired. */
  async page(participantId: string | undefined, slug: string): Promise<ChatbotPage> {
    const open = await this.access.open(participantId, slug);
    const { chatbot, feedbackMode } = open;
    const connectors = await this.chatbots.connectors(chatbot.id);
    const reasons = await this.chatbots.reasons(chatbot.id);
    const demoOnly = connectors.length > 0 && connectors.every((connector) => connector === 'demo');
    return {
      ...toSummary({ ...chatbot, feedbackMode }),
      welcome: chatbot.welcome,
      starters: chatbot.starters,
      consent: await this.consent(participantId, open),
      images: chatbot.images,
      notice: demoOnly ? DEMO_NOTICE : null,
      reasons: chatbot.feedbackMode === 'none' ? null : (reasons ?? null),
    };
  }

  private async consent(
    participantId: string | undefined,
    { chatbot, consent }: OpenChatbot,
  ): Promise<ChatbotPage['consent']> {
    if (!consent) return null;
    const { text, hash } = consent;
    const agreed =
      participantId !== undefined && (await this.access.hasAgreed(participantId, chatbot.id, hash));
    return { text, hash, agreed };
  }
}

type Summary = Pick<ChatbotEntity, 'slug' | 'title' | 'description' | 'feedbackMode'>;

function toSummary({ slug, title, description, feedbackMode }: Summary): ChatbotSummary {
  return { slug, title, description, feedbackMode };
}
