import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';
import type { HistoryLink } from './message-history.js';

/** An answer of koi's that a history goes on from. */
export interface KnownAnswer {
  readonly candidateId: string;
  readonly conversationId: string;
  readonly depth: number;
}

@Injectable()
export class CompletionsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The latest answer in a history that koi wrote; of several that read the same, the newest. */
  async findLastKnown(links: readonly HistoryLink[]): Promise<KnownAnswer | undefined> {
    if (links.length === 0) return undefined;
    const [row] = await this.transactions.manager.query<KnownAnswer[]>(
      `select a.id as "candidateId", t.conversation_id as "conversationId", link.depth
       from unnest($1::text[], $2::text[], $3::integer[]) as link(hash, answer, depth)
       join turn t on t.history_hash = link.hash
       join candidate a on a.turn_id = t.id and a.text = link.answer and a.state in ('completed', 'stopped')
       join conversation c on c.id = t.conversation_id and c.deleted_at is null
       order by link.depth desc, t.id desc, a.position limit 1`,
      [
        links.map(({ hash }) => hash),
        links.map(({ answer }) => answer),
        links.map(({ depth }) => depth),
      ],
    );
    return row;
  }

  async findByKey(
    idempotencyKey: string,
  ): Promise<{ turnId: string; historyHash: string | null } | undefined> {
    const [row] = await this.transactions.manager.query<
      { turnId: string; historyHash: string | null }[]
    >(`select id as "turnId", history_hash as "historyHash" from turn where idempotency_key = $1`, [
      idempotencyKey,
    ]);
    return row;
  }
}
