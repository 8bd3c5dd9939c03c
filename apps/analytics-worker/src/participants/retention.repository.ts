import { Injectable } from '@nestjs/common';
import { eraseParticipant, Transactions, type Tx } from '@koi/database';

@Injectable()
export class RetentionRepository {
  constructor(private readonly transactions: Transactions) {}

  /** People who came before a moment and have sent nothing since, at most so many. */
  async inactiveSince(moment: Date, limit: number): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(
      `select p.id from participant p
       where p.created_at < $1
         and not exists (select 1 from conversation v where v.participant_id = p.id and v.updated_at >= $1)
       order by p.id limit $2`,
      [moment, limit],
    );
    return rows.map(({ id }) => id);
  }

  erase(tx: Tx, participantId: string): Promise<unknown> {
    return eraseParticipant(tx, participantId, 'retention');
  }
}
