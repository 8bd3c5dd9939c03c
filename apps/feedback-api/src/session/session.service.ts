import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import type { DashboardSession } from '@koi/contracts';
import { CONFIG } from '@koi/service';
import { FailedAttempts } from './failed-attempts.js';
import { TooManyAttempts, WrongToken } from './session.errors.js';

@Injectable()
export class SessionService {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<FeedbackApiConfig, 'KOI_DASHBOARD_TOKEN'>,
    private readonly failures: FailedAttempts,
  ) {}

  /** @throws WrongToken, TooManyAttempts by `address`; a right token has to wait too. */
  signIn(token: string, address: string): DashboardSession {
    const waitSeconds = this.failures.waitSeconds(address);
    if (waitSeconds > 0) throw new TooManyAttempts(waitSeconds);
    if (!sameText(token, this.config.KOI_DASHBOARD_TOKEN)) {
      this.failures.add(address);
      throw new WrongToken();
    }
    this.failures.forget(address);
    return { role: 'admin' };
  }
}

/** Takes the same time whatever differs: compares digests, which have one length. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
