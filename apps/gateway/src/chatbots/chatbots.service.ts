import { Injectable } from '@nestjs/common';
import type { ChatbotPage, ChatbotSummary } from '@koi/contracts';
import type { ChatbotEntity } from '@koi/database';
import { ChatbotNotFound } from './chatbots.errors.js';
import { ChatbotsRepository } from './chatbots.repository.js';

const DEMO_NOTICE =
  'You are talking to the built-in demo: a set of rules, not a language model. It is here to try koi with.';

@Injectable()
export class ChatbotsService {
  constructor(private readonly chatbots: ChatbotsRepository) {}

  async list(): Promise<{ items: ChatbotSummary[] }> {
    return { items: (await this.chatbots.list()).map(toSummary) };
  }

  async page(slug: string): Promise<ChatbotPage> {
    const chatbot = await this.chatbots.findBySlug(slug);
    if (!chatbot) throw new ChatbotNotFound(slug);
    const connectors = await this.chatbots.connectors(chatbot.id);
    const demoOnly = connectors.length > 0 && connectors.every((connector) => connector === 'demo');
    return {
      ...toSummary(chatbot),
      welcome: chatbot.welcome,
      starters: chatbot.starters,
      consentText: chatbot.consentText,
      notice: demoOnly ? DEMO_NOTICE : null,
    };
  }
}

function toSummary({ slug, title, description, feedbackMode }: ChatbotEntity): ChatbotSummary {
  return { slug, title, description, feedbackMode };
}
