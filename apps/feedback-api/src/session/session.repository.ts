import { Injectable } from '@nestjs/common';
import type { UserRole } from '@koi/contracts';
import {
  DashboardUserEntity,
  hashSecretToken,
  newId,
  newSecretToken,
  Transactions,
  type Tx,
} from '@koi/database';
import type { Identity } from './identity.js';
import { SESSION_SECONDS } from './session-cookie.js';
import type { SignedIn } from './signed-in.js';

@Injectable()
export class SessionRepository {
  constructor(private readonly transactions: Transactions) {}

  findUserByEmail(email: string): Promise<DashboardUserEntity | null> {
    return this.transactions.manager.findOneBy(DashboardUserEntity, { email });
  }

  findUser(id: string): Promise<DashboardUserEntity | null> {
    return this.transactions.manager.findOneBy(DashboardUserEntity, { id });
  }

  /** Opens a session; its token is returned and not kept. Sessions that have ended are swept away on the way. */
  async open(tx: Tx, identity: Identity): Promise<string> {
    const token = newSecretToken();
    const userId = 'userId' in identity ? identity.userId : null;
    const openedWith = 'openedWith' in identity ? identity.openedWith : null;
    await tx.query(`delete from dashboard_session where expires_at < now()`);
    await tx.query(
      `insert into dashboard_session (id, token_hash, user_id, opened_with, expires_at)
       values ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
      [newId(), hashSecretToken(token), userId, openedWith, SESSION_SECONDS],
    );
    if (userId)
      await tx.query(`update dashboard_user set last_signed_in_at = now() where id = $1`, [userId]);
    return token;
  }

  /** Whose open session this is. `openedWith`: the digest of the token that opens the owner's sessions now. */
  async find(token: string, openedWith: string): Promise<SignedIn | undefined> {
    const [row] = await this.transactions.manager.query<
      {
        sessionId: string;
        userId: string | null;
        email: string | null;
        name: string | null;
        role: UserRole | null;
      }[]
    >(
      `select s.id as "sessionId", u.id as "userId", u.email, u.name, u.role
       from dashboard_session s left join dashboard_user u on u.id = s.user_id
       where s.token_hash = $1 and s.expires_at > now()
         and (s.opened_with = $2 or (u.id is not null and u.disabled_at is null))`,
      [hashSecretToken(token), openedWith],
    );
    if (!row) return undefined;
    const { sessionId, userId, email, name, role } = row;
    return userId
      ? {
          sessionId,
          role: role ?? 'viewer',
          user: { id: userId, email: email ?? '', name: name ?? '' },
        }
      : { sessionId, role: 'admin', user: null };
  }

  async end(sessionId: string): Promise<void> {
    await this.transactions.manager.query(`delete from dashboard_session where id = $1`, [
      sessionId,
    ]);
  }

  /** Signs a user out everywhere, but for one session. */
  async endAllOf(tx: Tx, userId: string, but: string | null): Promise<void> {
    await tx.query(
      `delete from dashboard_session where user_id = $1 and ($2::uuid is null or id <> $2)`,
      [userId, but],
    );
  }

  /** Whose open link this is. */
  async findLink(token: string): Promise<string | undefined> {
    const [link] = await this.transactions.manager.query<{ userId: string }[]>(
      `select l.user_id as "userId" from password_link l join dashboard_user u on u.id = l.user_id
       where l.token_hash = $1 and l.expires_at > now() and u.disabled_at is null`,
      [hashSecretToken(token)],
    );
    return link?.userId;
  }

  /** Uses a link up; false when another request was quicker. */
  async consumeLink(tx: Tx, token: string): Promise<boolean> {
    const [, affected] = await tx.query<[unknown[], number]>(
      `delete from password_link where token_hash = $1 and expires_at > now()`,
      [hashSecretToken(token)],
    );
    return affected > 0;
  }

  async setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.update(DashboardUserEntity, { id: userId }, { passwordHash });
  }
}
