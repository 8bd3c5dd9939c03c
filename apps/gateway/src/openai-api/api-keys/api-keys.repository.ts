import { Injectable } from '@nestjs/common';
import { ApiKeyEntity, newId, ParticipantEntity, runPrepared, Transactions } from '@koi/database';
import type { OpenKey } from './open-key.js';

const findOpen = {
  name: 'find-open-key',
  text: `
    select k.id, k.consent, k.last_used_at as "lastUsedAt",
           (select id from participant where api_key_id = k.id and external_user = '') as "participantId",
           (select coalesce(json_agg(json_build_object(
                     'id', b.id, 'slug', b.slug, 'title', b.title, 'consentText', b.consent_text,
                     'createdSeconds', floor(extract(epoch from b.created_at)),
                     'models', (select coalesce(json_agg(json_build_object(
                                         'id', m.id, 'version', m.version, 'weight', cm.weight) order by m.id), '[]')
                                from chatbot_model cm join model m on m.id = cm.model_id
                                where cm.chatbot_id = b.id and cm.role <> 'off' and cm.weight > 0 and m.enabled)
                   ) order by b.position, b.slug), '[]')
            from api_key_chatbot kc join chatbot b on b.id = kc.chatbot_id and b.enabled
            where kc.api_key_id = k.id) as chatbots
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

  /** Read anew for each request, so that revoking counts at once; in one statement, because the first token waits for it. */
  async findOpen(hash: string): Promise<OpenKey | undefined> {
    const [row] = await runPrepared<OpenKey>(this.transactions.manager, findOpen, [hash]);
    return row;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.transactions.manager.update(ApiKeyEntity, { id }, { lastUsedAt: at });
  }

  /** The participant of a key's user, when it has been here before. */
  async findParticipant(key: OpenKey, externalUser: string): Promise<string | undefined> {
    if (externalUser === '') return key.participantId ?? undefined;
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
