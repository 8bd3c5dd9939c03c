import { Injectable } from '@nestjs/common';
import type { FeedbackIntake } from '@koi/contracts';
import { Transactions, type RefusedFeedbackEntity } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

@Injectable()
export class IntakeRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Feedback stored in the last `hours`, undone or replaced since included. */
  async accepted(hours: number): Promise<number> {
    const [row] = await this.transactions.manager.query<{ count: number }[]>(
      `select count(*)::int as count from feedback where created_at > now() - make_interval(hours => $1)`,
      [hours],
    );
    return row?.count ?? 0;
  }

  refused(hours: number): Promise<FeedbackIntake['refused']> {
    return this.transactions.manager.query(
      `select code, count(*)::int as count from refused_feedback
       where refused_at > now() - make_interval(hours => $1) group by code order by count desc, code`,
      [hours],
    );
  }

  refusals(options: {
    readonly code: string | undefined;
    readonly after: Keyset | undefined;
    readonly count: number;
  }): Promise<(RefusedFeedbackEntity & Keyset)[]> {
    const { code, after, count } = options;
    return this.transactions.manager.query(
      `select idempotency_key as "idempotencyKey", idempotency_key as id, refused_at as "refusedAt", kind, code, detail,
              command, ${keysetMoment('refused_at')} as at
       from refused_feedback
       where ($1::text is null or code = $1)
         and ($2::timestamptz is null or (refused_at, idempotency_key) < ($2, $3::uuid))
       order by refused_at desc, idempotency_key desc limit $4`,
      [code ?? null, after?.at ?? null, after?.id ?? null, count],
    );
  }
}
