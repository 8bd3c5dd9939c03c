import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import type { Credentials, DashboardSession } from '@koi/contracts';
import { Transactions, type Tx } from '@koi/database';
import { CONFIG } from '@koi/service';
import { AuditService } from '../audit/audit.service.js';
import { FailedAttempts } from './failed-attempts.js';
import { IDENTITY_PROVIDERS, tokenDigest, type IdentityProvider } from './identity-provider.js';
import type { Identity } from './identity.js';
import { fitsPassword, hashPassword } from './passwords.js';
import {
  NoPassword,
  PasswordLinkInvalid,
  TooManyAttempts,
  WrongCurrentPassword,
} from './session.errors.js';
import { SessionRepository } from './session.repository.js';
import { toSession, type SignedIn } from './signed-in.js';

interface Opened {
  readonly session: DashboardSession;
  /** For the cookie. */
  readonly token: string;
}

/** Signs people in and out, whatever they prove it with. */
@Injectable()
export class SessionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: SessionRepository,
    private readonly failures: FailedAttempts,
    @Inject(CONFIG) private readonly config: Pick<FeedbackApiConfig, 'KOI_DASHBOARD_TOKEN'>,
    @Inject(IDENTITY_PROVIDERS) private readonly providers: readonly IdentityProvider[],
    private readonly audit: AuditService,
  ) {}

  /** @throws WrongToken, WrongPassword; TooManyAttempts by address and by account: right credentials wait too. */
  async signIn(given: Credentials, address: string): Promise<Opened> {
    const provider = this.providers.find((one) => one.accepts(given));
    if (!provider) throw new Error('No identity provider takes these credentials.');
    const account = provider.account(given);
    const identity = await this.guarded(
      account === undefined ? [address] : [address, `account ${account}`],
      () => provider.identify(given),
    );
    if (!identity) {
      const meant = await provider.meant(given);
      // At most ten a minute and address: `guarded` refuses more without a check.
      if (meant)
        await this.audit.recordAfterwards({
          actor: 'unknown',
          action: 'sign_in_refused',
          subjectKind: 'user',
          subjectId: meant.id,
          subjectName: meant.name,
          before: null,
          after: { address },
        });
      throw provider.refusal();
    }
    return this.open(identity);
  }

  /** Who holds this session; `undefined` when it is not open. */
  find(token: string): Promise<SignedIn | undefined> {
    return this.sessions.find(token, tokenDigest(this.config.KOI_DASHBOARD_TOKEN));
  }

  signOut({ sessionId }: SignedIn): Promise<void> {
    return this.sessions.end(sessionId);
  }

  /** Uses a link up, ends what was open before, and signs in. @throws PasswordLinkInvalid, TooManyAttempts. */
  async setPasswordByLink(token: string, password: string, address: string): Promise<Opened> {
    const userId = await this.guarded([address], () => this.sessions.findLink(token));
    if (!userId) throw new PasswordLinkInvalid();
    const passwordHash = await hashPassword(password);
    await this.transactions.run(async (tx) => {
      if (!(await this.sessions.consumeLink(tx, token))) throw new PasswordLinkInvalid();
      await this.sessions.setPassword(tx, userId, passwordHash);
      await this.sessions.endAllOf(tx, userId, null);
      await this.recordPassword(tx, userId, 'by a one-time link');
    });
    return this.open({ userId });
  }

  /** @throws NoPassword for the owner, WrongCurrentPassword, TooManyAttempts. */
  async changePassword(
    { user, sessionId }: SignedIn,
    given: { readonly current: string; readonly password: string },
  ): Promise<void> {
    if (!user) throw new NoPassword();
    const fits = await this.guarded([`account ${user.email}`], async () => {
      const kept = await this.sessions.findUser(user.id);
      return (await fitsPassword(given.current, kept?.passwordHash ?? null)) || undefined;
    });
    if (!fits) throw new WrongCurrentPassword();
    const passwordHash = await hashPassword(given.password);
    await this.transactions.run(async (tx) => {
      await this.sessions.setPassword(tx, user.id, passwordHash);
      await this.sessions.endAllOf(tx, user.id, sessionId);
      await this.recordPassword(tx, user.id, 'by their password before');
    });
  }

  /** Their own doing, whichever way. */
  private async recordPassword(tx: Tx, userId: string, how: string): Promise<void> {
    const user = await this.sessions.findUser(userId);
    const name = user?.email ?? userId;
    await this.audit.record(tx, {
      actor: name,
      action: 'password_set',
      subjectKind: 'user',
      subjectId: userId,
      subjectName: name,
      before: null,
      after: { how },
    });
  }

  private async open(identity: Identity): Promise<Opened> {
    const token = await this.transactions.run((tx) => this.sessions.open(tx, identity));
    const signedIn = await this.find(token);
    // Disabled between the check and now.
    if (!signedIn) throw new PasswordLinkInvalid();
    return { session: toSession(signedIn), token };
  }

  /** Counts a failed check (`undefined`) under every key; after too many of one key nothing is checked for a while. */
  private async guarded<Result>(
    keys: readonly string[],
    check: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const waitSeconds = Math.max(...keys.map((key) => this.failures.waitSeconds(key)));
    if (waitSeconds > 0) throw new TooManyAttempts(waitSeconds);
    // Counted before the check, which takes a while: tries sent at once do not slip through together.
    for (const key of keys) this.failures.add(key);
    const result = await check();
    if (result !== undefined) for (const key of keys) this.failures.forget(key);
    return result;
  }
}
