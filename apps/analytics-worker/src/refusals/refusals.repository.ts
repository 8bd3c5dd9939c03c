import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';

/** How long the body of refused feedback is kept for inspection. */
const KEPT_DAYS = 30;

@Injectable()
export class RefusalsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Deletes refused feedback that has been kept long enough; returns how much. */
  async forget(): Promise<number> {
    const [, affected] = await this.transactions.manager.query<[unknown[], number]>(
      `delete from refused_feedback where refused_at < now() - make_interval(days => $1)`,
      [KEPT_DAYS],
    );
    return affected;
  }
}
