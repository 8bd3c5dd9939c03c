import type { ApiKeyRecord } from '@koi/contracts';
import {
  ChatbotEntity,
  findApiKeys,
  insertApiKey,
  insertAuditEntry,
  markApiKeyRevoked,
  type Transactions,
  type Tx,
} from '@koi/database';
import { CliFailed } from '../cli-failed.js';
import { commandLineActor } from '../command-line-actor.js';

export interface NewKey {
  readonly name: string;
  /** Slugs; none means every chatbot there is now. */
  readonly chatbots: readonly string[];
  readonly consent: boolean;
  readonly expiresAt: Date | null;
}

/** Makes a key. @throws CliFailed when it names a chatbot that is not there. */
export function createKey(
  transactions: Transactions,
  { chatbots, ...given }: NewKey,
): Promise<{ key: string; record: ApiKeyRecord | undefined }> {
  return transactions.run(async (tx) => {
    const all = await tx.find(ChatbotEntity, { order: { slug: 'ASC' } });
    const unknown = chatbots.filter((name) => !all.some(({ slug }) => slug === name));
    if (unknown.length > 0 || all.length === 0)
      throw new CliFailed(
        `There is no chatbot ${unknown.join(', ')} here. There are: ${all.map(({ slug }) => slug).join(', ') || 'none'}.`,
      );
    const chosen = chatbots.length === 0 ? all : all.filter(({ slug }) => chatbots.includes(slug));
    const { id, key } = await insertApiKey(tx, {
      ...given,
      chatbotIds: chosen.map((chatbot) => chatbot.id),
    });
    const [made] = await findApiKeys(tx, id);
    if (made) await record(tx, null, made);
    return { key, record: made };
  });
}

/** Revokes the key of this id, or of this prefix as `koi key list` shows it. @throws CliFailed when there is not one. */
export function revokeKey(transactions: Transactions, which: string): Promise<ApiKeyRecord> {
  return transactions.run(async (tx) => {
    const [key, ...others] = (await findApiKeys(tx)).filter(
      ({ id, prefix }) => id === which || prefix === which,
    );
    if (!key || others.length > 0)
      throw new CliFailed(`There is no key "${which}". "koi key list" shows the keys there are.`);
    await markApiKeyRevoked(tx, key.id);
    const [after] = await findApiKeys(tx, key.id);
    if (after && !key.revokedAt) await record(tx, key, after);
    return key;
  });
}

const record = (tx: Tx, before: ApiKeyRecord | null, after: ApiKeyRecord): Promise<void> =>
  insertAuditEntry(tx, {
    actor: commandLineActor(),
    action: before ? 'revoked' : 'created',
    subjectKind: 'api_key',
    subjectId: after.id,
    subjectName: after.name,
    before: before && { ...before },
    after: { ...after },
  });

/** `90d`, `12h`, or a date as ISO 8601 has it; in the future. @throws CliFailed */
export function readExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const hours = Number(count) * (unit === 'd' ? 24 : 1);
  const end = count ? new Date(now.getTime() + hours * 3_600_000) : new Date(text);
  if (!(end > now))
    throw new CliFailed(`--expires takes 12h, 90d or a date to come, not "${text}".`);
  return end;
}

/** One line a key. */
export function keyLines(keys: readonly ApiKeyRecord[], now: Date): string[] {
  return keys.map(({ prefix, name, chatbots, revokedAt, expiresAt, lastUsedAt, id }) => {
    const state = revokedAt
      ? 'revoked'
      : expiresAt && new Date(expiresAt) <= now
        ? 'expired'
        : expiresAt
          ? `until ${expiresAt.slice(0, 10)}`
          : 'open';
    const used = lastUsedAt ? `used ${lastUsedAt.slice(0, 16)}Z` : 'never used';
    return [`${prefix}…`, state, used, chatbots.join(','), name, id].join('  ');
  });
}
