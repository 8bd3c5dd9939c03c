import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { CONFIG } from '@koi/service';
import { dayOf } from './day.js';
import { TooManyRequests, type Limit } from './limits.errors.js';
import { LimitsRepository, type Spender } from './limits.repository.js';

const MINUTE = 60;
const HOUR = 3_600;

/** Who sends a message, and from where. */
export interface Sender {
  readonly participantId: string;
  readonly address: string;
  readonly inviteId: string | null;
}

/** Refuses what goes beyond the limits of docs/operating.md; a limit of 0 is none. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly limits: LimitsRepository,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Takes one message from every budget it counts against. @throws TooManyRequests. */
  async takeMessage({ participantId, address, inviteId }: Sender): Promise<void> {
    const { config } = this;
    const day = dayOf(new Date());
    const perMinute = config.KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE;
    await this.take('pace', participantId, perMinute, MINUTE);
    await this.take(
      'address',
      this.addressKey(address),
      config.KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE,
      MINUTE,
    );
    await this.assertTokens('day', 'all', config.KOI_LIMIT_TOKENS_PER_DAY, day);
    await this.assertTokens(
      'participant_day',
      { participantId },
      config.KOI_LIMIT_PARTICIPANT_TOKENS_PER_DAY,
      day,
    );
    if (inviteId) await this.takeFromInvite(inviteId, day);
    await this.take(
      'participant_day',
      `${participantId} ${day.name}`,
      config.KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY,
      day.secondsLeft,
    );
  }

  /** Before somebody new is let in, or a link is looked at. @throws TooManyRequests. */
  takeEntry(address: string): Promise<void> {
    const perHour = this.config.KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR;
    return this.take('entries', this.addressKey(address), perHour, HOUR);
  }

  /** Before a request over the OpenAI-compatible API. @throws TooManyRequests. */
  async takeKeyRequest(apiKeyId: string): Promise<void> {
    await this.take('key', apiKeyId, this.config.KOI_LIMIT_KEY_REQUESTS_PER_MINUTE, MINUTE);
    await this.assertTokens('day', 'all', this.config.KOI_LIMIT_TOKENS_PER_DAY, dayOf(new Date()));
  }

  private async takeFromInvite(inviteId: string, day: ReturnType<typeof dayOf>): Promise<void> {
    const { messagesPerDay, tokensPerDay } = await this.limits.inviteBudget(inviteId);
    await this.assertTokens('invite_day', { inviteId }, tokensPerDay ?? 0, day);
    const key = `${inviteId} ${day.name}`;
    await this.take('invite_day', key, messagesPerDay ?? 0, day.secondsLeft);
  }

  private async take(limit: Limit, key: string, points: number, seconds: number): Promise<void> {
    if (points === 0) return;
    const wait = await this.limits.take(limit, key, points, seconds);
    if (wait !== null) throw new TooManyRequests(limit, wait);
  }

  private async assertTokens(
    limit: Limit,
    spender: Spender,
    budget: number,
    { start, secondsLeft }: ReturnType<typeof dayOf>,
  ): Promise<void> {
    if (budget === 0) return;
    if ((await this.limits.tokensSince(start, spender)) >= budget)
      throw new TooManyRequests(limit, secondsLeft);
  }

  /** Addresses are counted, not kept: without the secret the key does not lead back to one. */
  private addressKey(address: string): string {
    return createHmac('sha256', this.config.KOI_COOKIE_SECRET).update(address).digest('base64url');
  }
}
