import { Injectable } from '@nestjs/common';
import { ApiKeyEntity, newId, ParticipantEntity, runPrepared, Transactions } from '@koi/database';
import type { OpenKey } from './open-key.js';

const findOpen = {
  name: 'find-open-key',
  text: `
    select k.id, k.consent, k.last_used_at as "lastUsedAt",
           array(select chatbot_id from api_key_chatbot where api_key_id = k.id) as "chatbotIds"
    from api_key k
    where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
};

const findParticipant = {
  name: 'find-participant-of-key',
  text: `select id from participant where api_key_id = $1 and external_user = $2`,
};

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Read anew for each request, so that revoking counts at once. */
  async findOpen(hash: string): Promise<OpenKey | undefined> {
    const [row] = await runPrepared<OpenKey>(this.transactions.manager, findOpen, [hash]);
    return row;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.transactions.manager.update(ApiKeyEntity, { id }, { lastUsedAt: at });
  }

  /** The participant of a key's user, when it has been here before. */
  async findParticipant(key: OpenKey, externalUser: string): Promise<string | undefined> {
    const [row] = await runPrepared<{ id: string }>(this.transactions.manager, findParticipant, [
      key.id,
      externalUser,
    ]);
    return row?.id;
  }

  /** Makes the participant of a key's user; two requests at once make one. */
  async addParticipant(key: OpenKey, externalUser: string): Promise<string> {
    const { manager } = this.transactions;
    const its = { apiKeyId: key.id, externalUser };
    await manager
      .createQueryBuilder()
      .insert()
      .into(ParticipantEntity)
      .values({ ...its, id: newId(), kind: 'api', consentedAt: key.consent ? new Date() : null })
      .orIgnore()
      .execute();
    const { id } = await manager.findOneByOrFail(ParticipantEntity, its);
    return id;
  }
}
