import { Injectable } from '@nestjs/common';
import type { ChangeUserBody, CreateUserBody, UserRecord } from '@koi/contracts';
import { isUniqueViolation, toldUser, Transactions, type Tx } from '@koi/database';
import { AuditService } from '../audit/audit.service.js';
import { SessionRepository } from '../session/session.repository.js';
import { actorName, type SignedIn } from '../session/signed-in.js';
import { EmailTaken, OwnAccount, UserNotFound } from './users.errors.js';
import { UsersRepository } from './users.repository.js';

type WithLink = UserRecord & { linkPath: string };

/** Lets people of the team in, and out again. A change counts from their next request on: sessions ask for the user. */
@Injectable()
export class UsersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<{ items: UserRecord[] }> {
    return { items: await this.users.list() };
  }

  /** The one time the link leaves koi. @throws EmailTaken. */
  async create(by: SignedIn, body: CreateUserBody): Promise<WithLink> {
    try {
      return await this.transactions.run(async (tx) => {
        const made = await this.withLink(tx, await this.users.insert(tx, body));
        await this.record(tx, by, 'created', null, made);
        return made;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new EmailTaken(body.email);
      throw error;
    }
  }

  /** @throws UserNotFound; OwnAccount for one's own role and for disabling oneself. */
  change(by: SignedIn, id: string, body: ChangeUserBody): Promise<UserRecord> {
    return this.transactions.run(async (tx) => {
      const before = await this.need(tx, id);
      const demotes = body.role !== undefined && body.role !== before.role;
      if (by.user?.id === id && (demotes || body.disabled)) throw new OwnAccount();
      const wasDisabled = before.disabledAt !== null;
      await this.users.change(tx, id, {
        ...(body.name !== undefined && { name: body.name }),
        ...(body.role !== undefined && { role: body.role }),
        ...(body.disabled !== undefined &&
          body.disabled !== wasDisabled && { disabledAt: body.disabled ? new Date() : null }),
      });
      if (body.disabled) await this.sessions.endAllOf(tx, id, null);
      const after = await this.need(tx, id);
      await this.record(tx, by, changeOf(before, after), before, after);
      return after;
    });
  }

  /** Their password stays good until the link is used. @throws UserNotFound. */
  renewLink(by: SignedIn, id: string): Promise<WithLink> {
    return this.transactions.run(async (tx) => {
      const before = await this.need(tx, id);
      const after = await this.withLink(tx, id);
      await this.record(tx, by, 'changed', before, after);
      return after;
    });
  }

  /** @throws UserNotFound. */
  async endSessions(by: SignedIn, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const before = await this.need(tx, id);
      // "Everywhere else" for oneself: the page that asked stays open.
      await this.sessions.endAllOf(tx, id, by.user?.id === id ? by.sessionId : null);
      await this.record(tx, by, 'changed', before, await this.need(tx, id));
    });
  }

  private record(
    tx: Tx,
    by: SignedIn,
    action: 'created' | ReturnType<typeof changeOf>,
    before: UserRecord | null,
    after: UserRecord,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor: actorName(by),
      action,
      subjectKind: 'user',
      subjectId: after.id,
      subjectName: after.email,
      before: before && toldUser(before),
      after: toldUser(after),
    });
  }

  private async withLink(tx: Tx, id: string): Promise<WithLink> {
    const linkPath = await this.users.newLink(tx, id);
    return { ...(await this.need(tx, id)), linkPath };
  }

  private async need(tx: Tx, id: string): Promise<UserRecord> {
    const user = await this.users.find(tx, id);
    if (!user) throw new UserNotFound();
    return user;
  }
}

const changeOf = (
  before: UserRecord,
  after: UserRecord,
): 'changed' | 'switched_on' | 'switched_off' => {
  if ((before.disabledAt === null) === (after.disabledAt === null)) return 'changed';
  return after.disabledAt ? 'switched_off' : 'switched_on';
};
