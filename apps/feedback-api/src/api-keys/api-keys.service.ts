import { Injectable } from '@nestjs/common';
import type { ApiKeyRecord, CreateApiKeyBody } from '@koi/contracts';
import { Transactions, type Tx } from '@koi/database';
import { AuditService } from '../audit/audit.service.js';
import { ApiKeyNotFound, ChatbotNotFound } from './api-keys.errors.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** Makes, lists and revokes the keys of the OpenAI-compatible API. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: ApiKeysRepository,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<{ items: ApiKeyRecord[] }> {
    return { items: await this.keys.list() };
  }

  /** The one time the key itself leaves koi. @throws ChatbotNotFound. */
  create(
    actor: string,
    { name, chatbots, consent, expiresAt }: CreateApiKeyBody,
  ): Promise<ApiKeyRecord & { key: string }> {
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
      await this.record(tx, actor, null, record);
      return { ...record, key };
    });
  }

  /** Counts from the next request on; doing it again changes nothing. @throws ApiKeyNotFound. */
  async revoke(actor: string, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const before = await this.keys.find(tx, id);
      if (!before || !(await this.keys.revoke(tx, id))) throw new ApiKeyNotFound();
      const after = await this.keys.find(tx, id);
      if (after && !before.revokedAt) await this.record(tx, actor, before, after);
    });
  }

  private record(
    tx: Tx,
    actor: string,
    before: ApiKeyRecord | null,
    after: ApiKeyRecord,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor,
      action: before ? 'revoked' : 'created',
      subjectKind: 'api_key',
      subjectId: after.id,
      subjectName: after.name,
      before: before && { ...before },
      after: { ...after },
    });
  }
}
