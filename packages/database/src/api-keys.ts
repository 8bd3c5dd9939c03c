import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyRecord } from '@koi/contracts';
import { ApiKeyChatbotEntity, ApiKeyEntity } from './entities/api-key.entity.js';
import { newId } from './ids.js';
import type { Tx } from './transactions.js';

const PREFIX = 'koi_';

/** How much of a key is kept and shown: the mark and eight of its 43 random characters. */
const SHOWN_LENGTH = PREFIX.length + 8;

/** The SHA-256 of a key in hex, as `api_key.hash` has it. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key of 256 random bits and stores its hash. The returned text is the only copy of it. */
export async function insertApiKey(
  tx: Tx,
  given: {
    readonly name: string;
    readonly chatbotIds: readonly string[];
    readonly consent: boolean;
    readonly expiresAt: Date | null;
  },
): Promise<{ id: string; key: string }> {
  const [id, key] = [newId(), `${PREFIX}${randomBytes(32).toString('base64url')}`];
  const { name, consent, expiresAt, chatbotIds } = given;
  await tx.insert(ApiKeyEntity, {
    id,
    name,
    consent,
    expiresAt,
    prefix: key.slice(0, SHOWN_LENGTH),
    hash: hashApiKey(key),
  });
  await tx.insert(
    ApiKeyChatbotEntity,
    [...new Set(chatbotIds)].map((chatbotId) => ({ apiKeyId: id, chatbotId })),
  );
  return { id, key };
}

type ApiKeyRow = Omit<ApiKeyRecord, 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'> &
  Pick<ApiKeyEntity, 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'>;

/** Every key without its hash, the latest first; with `id` that one alone. */
export async function findApiKeys(tx: Tx, id?: string): Promise<ApiKeyRecord[]> {
  const rows = await tx.query<ApiKeyRow[]>(
    `select k.id, k.name, k.prefix, k.consent, k.created_at as "createdAt", k.expires_at as "expiresAt",
            k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt",
            array(select b.slug from api_key_chatbot s join chatbot b on b.id = s.chatbot_id
                  where s.api_key_id = k.id order by b.slug) as chatbots
     from api_key k where $1::uuid is null or k.id = $1 order by k.id desc`,
    [id ?? null],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}

/** Revokes a key for good; false when there is none. Doing it again changes nothing. */
export async function markApiKeyRevoked(tx: Tx, id: string): Promise<boolean> {
  const [, affected] = await tx.query<[unknown[], number]>(
    `update api_key set revoked_at = coalesce(revoked_at, now()) where id = $1`,
    [id],
  );
  return affected > 0;
}
