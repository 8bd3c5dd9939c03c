import { Injectable } from '@nestjs/common';
import type { FeedbackIntake } from '@koi/contracts';
import { Transactions, type RefusedFeedbackEntity } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

@Injectable()
export class IntakeRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Feedback given from then on that is stored, undone or replaced since included: the rows that Explore shows. */
  async accepted(from: Date): Promise<number> {
    const [row] = await this.transactions.manager.query<{ count: number }[]>(
      `select count(*)::int as count from feedback_fact f join participant p on p.id = f.participant_id
       where f.created_at >= $1 and p.excluded_at is null`,
      [from],
    );
    return row?.count ?? 0;
  }

  refused(from: Date): Promise<FeedbackIntake['refused']> {
    return this.transactions.manager.query(
      `select code, count(*)::int as count from refused_feedback
       where refused_at >= $1 group by code order by count desc, code`,
      [from],
    );
  }

  refusals(options: {
    readonly code: string | undefined;
    readonly from: string | undefined;
    readonly after: Keyset | undefined;
    readonly count: number;
  }): Promise<(RefusedFeedbackEntity & Keyset)[]> {
    const { code, from, after, count } = options;
    return this.transactions.manager.query(
      `select idempotency_key as "idempotencyKey", idempotency_key as id, refused_at as "refusedAt", kind, code, detail,
              command, ${keysetMoment('refused_at')} as at
       from refused_feedback
       where ($1::text is null or code = $1) and ($5::timestamptz is null or refused_at >= $5)
         and ($2::timestamptz is null or (refused_at, idempotency_key) < ($2, $3::uuid))
       order by refused_at desc, idempotency_key desc limit $4`,
      [code ?? null, after?.at ?? null, after?.id ?? null, count, from ?? null],
    );
  }
}
