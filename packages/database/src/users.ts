import { createHash, randomBytes } from 'node:crypto';
import type { UserRecord, UserRole } from '@koi/contracts';
import { DashboardUserEntity } from './entities/dashboard-user.entity.js';
import { newId } from './ids.js';
import type { Tx } from './transactions.js';

/** How long a link to set a password is good for. */
const LINK_HOURS = 72;

/** 256 random bits that survive a URL and a cookie. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** The SHA-256 of such a token in hex; it is random and long, so a slow hash would add nothing. */
export const hashSecretToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** Adds somebody without a password. The address must be in lower case and new. */
export async function insertUser(
  tx: Tx,
  given: { readonly email: string; readonly name: string; readonly role: UserRole },
): Promise<string> {
  const id = newId();
  await tx.insert(DashboardUserEntity, { id, ...given });
  return id;
}

/**
 * Makes the link by which a user sets a password, in place of an earlier one. The answer, a path below the dashboard's
 * address, is the only copy. The token stands behind `#`, which browsers do not send: no log of a proxy keeps it.
 */
export async function insertPasswordLink(tx: Tx, userId: string): Promise<string> {
  const token = newSecretToken();
  await tx.query(
    `insert into password_link (user_id, token_hash, expires_at) values ($1, $2, now() + make_interval(hours => $3))
     on conflict (user_id) do update
       set token_hash = excluded.token_hash, expires_at = excluded.expires_at, created_at = now()`,
    [userId, hashSecretToken(token), LINK_HOURS],
  );
  return `/set-password#${token}`;
}

type UserRow = Omit<UserRecord, 'createdAt' | 'disabledAt' | 'lastSignedInAt' | 'linkExpiresAt'> &
  Pick<DashboardUserEntity, 'createdAt' | 'disabledAt' | 'lastSignedInAt'> & {
    readonly linkExpiresAt: Date | null;
  };

/** Everybody who may sign in, by name; with `id` that one alone. */
export async function findUsers(tx: Tx, id?: string): Promise<UserRecord[]> {
  const rows = await tx.query<UserRow[]>(
    `select u.id, u.email, u.name, u.role, u.password_hash is not null as "hasPassword", l.expires_at as "linkExpiresAt",
            (select count(*)::int from dashboard_session s where s.user_id = u.id and s.expires_at > now()) as sessions,
            u.created_at as "createdAt", u.disabled_at as "disabledAt", u.last_signed_in_at as "lastSignedInAt"
     from dashboard_user u left join password_link l on l.user_id = u.id and l.expires_at > now()
     where $1::uuid is null or u.id = $1 order by lower(u.name), u.id`,
    [id ?? null],
  );
  return rows.map((row) => ({
    ...row,
    linkExpiresAt: row.linkExpiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
  }));
}
