import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';
import { DataSource } from 'typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

export interface InviteBudget {
  readonly messagesPerDay: number | null;
  readonly tokensPerDay: number | null;
}

/** Whose tokens are added up. */
export type Spender = { readonly participantId: string } | { readonly inviteId: string } | 'all';

/**
 * Counts in Postgres, so that every gateway counts the same, on either queue backend.
 *
 * A window begins with its first request and lasts its seconds; a counter is raised by one statement, so two requests
 * at once never share a place.
 */
@Injectable()
export class LimitsRepository {
  private readonly limiters = new Map<string, RateLimiterPostgres>();

  constructor(
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
  ) {}

  /** Takes one place; answers the seconds to wait when there is none. */
  async take(name: string, key: string, points: number, seconds: number): Promise<number | null> {
    try {
      await this.limiter(name, points).consume(key, 1, { customDuration: seconds });
      return null;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    }
  }

  async inviteBudget(inviteId: string): Promise<InviteBudget> {
    const [row] = await this.transactions.manager.query<InviteBudget[]>(
      `select messages_per_day as "messagesPerDay", tokens_per_day as "tokensPerDay" from invite where id = $1`,
      [inviteId],
    );
    return row ?? { messagesPerDay: null, tokensPerDay: null };
  }

  /** Prompt and completion tokens of the answers begun since a moment; one that is being written counts once it ends. */
  async tokensSince(since: Date, spender: Spender): Promise<number> {
    const [condition, parameters] =
      spender === 'all'
        ? ['true', []]
        : 'participantId' in spender
          ? ['v.participant_id = $2', [spender.participantId]]
          : ['v.invite_id = $2', [spender.inviteId]];
    const [row] = await this.transactions.manager.query<{ tokens: number }[]>(
      `select coalesce(sum(coalesce(c.prompt_tokens, 0) + coalesce(c.completion_tokens, 0)), 0)::bigint as tokens
       from candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
       where c.created_at >= $1 and ${condition}`,
      [since, ...parameters],
    );
    return row?.tokens ?? 0;
  }

  private limiter(name: string, points: number): RateLimiterPostgres {
    const known = this.limiters.get(name);
    if (known?.points === points) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: this.dataSource,
      storeType: 'typeorm',
      tableName: 'rate_limit',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: 60,
    });
    this.limiters.set(name, limiter);
    return limiter;
  }
}
