import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import type { Credentials, DomainError } from '@koi/contracts';
import { CONFIG } from '@koi/service';
import type { Identity } from './identity.js';
import { fitsPassword } from './passwords.js';
import { WrongPassword, WrongToken } from './session.errors.js';
import { SessionRepository } from './session.repository.js';

/**
 * One way to prove who one is. It only says who that is; sessions, roles and limits are the same for all ways. A
 * further one (OpenID Connect) is another implementation and another member of `credentials` in the contracts.
 */
export interface IdentityProvider<Given extends Credentials = Credentials> {
  accepts(given: Credentials): given is Given;
  /** What tries are counted by, beside the caller's address; `undefined`: by the address alone. */
  account(given: Given): string | undefined;
  /** Whose sign-in failed, for the trail of changes; `undefined`: nobody's, so nothing of what was typed is kept. */
  meant(given: Given): Promise<{ readonly id: string | null; readonly name: string } | undefined>;
  /** `undefined` when the credentials are wrong. */
  identify(given: Given): Promise<Identity | undefined>;
  refusal(): DomainError;
}

/** All of them, in the order they are asked. */
export const IDENTITY_PROVIDERS = Symbol('IDENTITY_PROVIDERS');

type TokenCredentials = Extract<Credentials, { token: string }>;
type PasswordCredentials = Extract<Credentials, { password: string }>;

/** Names a token without giving it away. */
export const tokenDigest = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** The link that the start of koi prints: whoever has it owns this koi. */
@Injectable()
export class TokenProvider implements IdentityProvider<TokenCredentials> {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<FeedbackApiConfig, 'KOI_DASHBOARD_TOKEN'>,
  ) {}

  accepts(given: Credentials): given is TokenCredentials {
    return 'token' in given;
  }

  account(): undefined {
    return undefined;
  }

  async meant(): Promise<{ id: null; name: string }> {
    return { id: null, name: 'owner' };
  }

  async identify({ token }: TokenCredentials): Promise<Identity | undefined> {
    const openedWith = tokenDigest(this.config.KOI_DASHBOARD_TOKEN);
    // Takes the same time whatever differs: digests have one length.
    const fits = timingSafeEqual(Buffer.from(tokenDigest(token)), Buffer.from(openedWith));
    return fits ? { openedWith } : undefined;
  }

  refusal(): DomainError {
    return new WrongToken();
  }
}

@Injectable()
export class PasswordProvider implements IdentityProvider<PasswordCredentials> {
  constructor(private readonly sessions: SessionRepository) {}

  accepts(given: Credentials): given is PasswordCredentials {
    return 'password' in given;
  }

  account({ email }: PasswordCredentials): string {
    return email.toLowerCase();
  }

  async meant({ email }: PasswordCredentials): Promise<{ id: string; name: string } | undefined> {
    const user = await this.sessions.findUserByEmail(email.toLowerCase());
    return user ? { id: user.id, name: user.email } : undefined;
  }

  async identify({ email, password }: PasswordCredentials): Promise<Identity | undefined> {
    const user = await this.sessions.findUserByEmail(email.toLowerCase());
    const fits = await fitsPassword(password, user?.passwordHash ?? null);
    return user && fits && user.disabledAt === null ? { userId: user.id } : undefined;
  }

  refusal(): DomainError {
    return new WrongPassword();
  }
}
