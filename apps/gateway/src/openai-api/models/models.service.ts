import { Injectable } from '@nestjs/common';
import type { OpenAiModel, OpenAiModelList } from '@koi/contracts';
import type { KeyChatbot, OpenKey } from '../api-keys/open-key.js';
import { ModelNotFound } from './models.errors.js';

/** Chatbots as models: only enabled ones, and only those the key is for. */
@Injectable()
export class ModelsService {
  list({ chatbots }: OpenKey): OpenAiModelList {
    return { object: 'list', data: chatbots.map(toModel) };
  }

  get(key: OpenKey, id: string): OpenAiModel {
    return toModel(this.chatbot(key, id));
  }

  /** @throws ModelNotFound unless the chatbot is there, enabled, and in the key's scope. */
  chatbot({ chatbots }: OpenKey, slug: string): KeyChatbot {
    const chatbot = chatbots.find((one) => one.slug === slug);
    if (!chatbot) throw new ModelNotFound(slug);
    return chatbot;
  }
}

const toModel = ({ slug, createdSeconds }: KeyChatbot): OpenAiModel => ({
  id: slug,
  object: 'model',
  created: createdSeconds,
  owned_by: 'koi',
});
