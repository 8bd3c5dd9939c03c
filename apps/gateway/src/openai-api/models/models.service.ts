import { Injectable } from '@nestjs/common';
import type { OpenAiModel, OpenAiModelList } from '@koi/contracts';
import type { ChatbotEntity } from '@koi/database';
import { ChatbotsRepository, type SpeakingChatbot } from '../../chatbots/chatbots.repository.js';
import type { OpenKey } from '../api-keys/open-key.js';
import { ModelNotFound } from './models.errors.js';

/** Chatbots as models: only enabled ones, and only those the key is for. */
@Injectable()
export class ModelsService {
  constructor(private readonly chatbots: ChatbotsRepository) {}

  async list({ chatbotIds }: OpenKey): Promise<OpenAiModelList> {
    const chatbots = await this.chatbots.list();
    return {
      object: 'list',
      data: chatbots.filter(({ id }) => chatbotIds.includes(id)).map(toModel),
    };
  }

  async get(key: OpenKey, id: string): Promise<OpenAiModel> {
    return toModel(await within(key, id, (slug) => this.chatbots.findBySlug(slug)));
  }

  /** @throws ModelNotFound unless the chatbot is there, enabled, and in the key's scope. */
  async chatbot(key: OpenKey, slug: string): Promise<SpeakingChatbot> {
    return within(key, slug, (name) => this.chatbots.findSpeaking(name));
  }
}

async function within<Chatbot extends { readonly id: string }>(
  { chatbotIds }: OpenKey,
  slug: string,
  find: (slug: string) => Promise<Chatbot | null | undefined>,
): Promise<Chatbot> {
  // Postgres refuses to compare a text with NUL, and no chatbot has one.
  const chatbot = slug.includes('\0') ? undefined : await find(slug);
  if (!chatbot || !chatbotIds.includes(chatbot.id)) throw new ModelNotFound(slug);
  return chatbot;
}

function toModel({ slug, createdAt }: ChatbotEntity): OpenAiModel {
  return {
    id: slug,
    object: 'model',
    created: Math.floor(createdAt.getTime() / 1_000),
    owned_by: 'koi',
  };
}
