import { Injectable } from '@nestjs/common';
import type { ApiKeyRecord, CreateApiKeyBody } from '@koi/contracts';
import { Transactions } from '@koi/database';
import { ApiKeyNotFound, ChatbotNotFound } from './api-keys.errors.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** Makes, lists and revokes the keys of the OpenAI-compatible API. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: ApiKeysRepository,
  ) {}

  async list(): Promise<{ items: ApiKeyRecord[] }> {
    return { items: await this.keys.list() };
  }

  /** The one time the key itself leaves koi. @throws ChatbotNotFound. */
  create({
    name,
    chatbots,
    consent,
    expiresAt,
  }: CreateApiKeyBody): Promise<ApiKeyRecord & { key: string }> {
    return this.transactions.run(async (tx) => {
      const chatbotIds: string[] = [];
      for (const slug of chatbots) {
        const chatbot = await this.keys.chatbot(tx, slug);
        if (!chatbot) throw new ChatbotNotFound(slug);
        chatbotIds.push(chatbot.id);
      }
      const { id, key } = await this.keys.insert(tx, {
        name,
        chatbotIds,
        consent,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
      });
      const record = await this.keys.find(tx, id);
      if (!record) throw new Error('The key was inserted a moment ago.');
      return { ...record, key };
    });
  }

  /** Counts from the next request on; doing it again changes nothing. @throws ApiKeyNotFound. */
  async revoke(id: string): Promise<void> {
    if (!(await this.keys.revoke(id))) throw new ApiKeyNotFound();
  }
}
