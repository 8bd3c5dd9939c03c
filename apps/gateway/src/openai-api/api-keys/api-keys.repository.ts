import { Injectable } from '@nestjs/common';
import { ApiKeyEntity, newId, ParticipantEntity, Transactions } from '@koi/database';
import type { OpenKey } from './open-key.js';

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Read anew for each request, so that revoking counts at once. */
  async findOpen(hash: string): Promise<OpenKey | undefined> {
    const [row] = await this.transactions.manager.query<OpenKey[]>(
      `select k.id, k.consent, k.last_used_at as "lastUsedAt",
              array(select chatbot_id from api_key_chatbot where api_key_id = k.id) as "chatbotIds"
       from api_key k
       where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      [hash],
    );
    return row;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.transactions.manager.update(ApiKeyEntity, { id }, { lastUsedAt: at });
  }

  /** The participant of a key's user; two requests at once make one. */
  async participant(key: OpenKey, externalUser: string): Promise<ParticipantEntity> {
    const { manager } = this.transactions;
    const its = { apiKeyId: key.id, externalUser };
    const known = await manager.findOneBy(ParticipantEntity, its);
    if (known) return known;
    await manager
      .createQueryBuilder()
      .insert()
      .into(ParticipantEntity)
      .values({ ...its, id: newId(), kind: 'api', consentedAt: key.consent ? new Date() : null })
      .orIgnore()
      .execute();
    return manager.findOneByOrFail(ParticipantEntity, its);
  }
}
