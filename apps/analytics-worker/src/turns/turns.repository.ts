import { Injectable } from '@nestjs/common';
import type { FinalState } from '@koi/contracts';
import { Transactions } from '@koi/database';

@Injectable()
export class TurnsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Answers still to come after `seconds`, by id (UUIDv7: the oldest first), at most `limit` after the given one. */
  async unfinished(seconds: number, after: string | null, limit: number): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(
      `select id from candidate
       where state in ('queued', 'streaming') and created_at < now() - make_interval(secs => $1)
         and ($2::uuid is null or id > $2) order by id limit $3`,
      [seconds, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async isUnfinished(candidateId: string): Promise<boolean> {
    const rows = await this.transactions.manager.query<unknown[]>(
      `select from candidate where id = $1 and state in ('queued', 'streaming')`,
      [candidateId],
    );
    return rows.length > 0;
  }

  /**
   * Ends turns whose answers have all ended, as the one that writes the last answer does: failed before stopped before
   * completed, and outside rank mode as the newest answer. Turns are locked first, so an answer that is just being
   * written is waited for.
   */
  async endFinished(seconds: number): Promise<{ id: string; state: FinalState }[]> {
    const [rows] = await this.transactions.manager.query<[{ id: string; state: FinalState }[]]>(
      `with pending as (
         select id, feedback_mode from turn
         where state = 'pending' and created_at < now() - make_interval(secs => $1)
         order by id limit 1000 for update skip locked
       ), ended as (
         select c.turn_id,
                case when bool_or(c.state = 'failed') then 'failed'
                     when bool_or(c.state = 'stopped') then 'stopped' else 'completed' end as state
         from candidate c join pending p on p.id = c.turn_id
         where p.feedback_mode = 'rank' or not exists (
           select from candidate newer where newer.turn_id = p.id and newer.position > c.position)
         group by c.turn_id having bool_and(c.state in ('completed', 'stopped', 'failed'))
       )
       update turn t set state = ended.state, ended_at = now() from ended
       where t.id = ended.turn_id and t.state = 'pending' returning t.id, t.state`,
      [seconds],
    );
    return rows;
  }
}
