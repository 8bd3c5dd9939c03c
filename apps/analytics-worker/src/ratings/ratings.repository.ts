import { Injectable } from '@nestjs/common';
import type { RankingOutcome } from '@koi/contracts';
import {
  RatingEntity,
  RatingPairEntity,
  RatingRunEntity,
  Transactions,
  type Tx,
} from '@koi/database';

/** Rankings of one chatbot with the same models on the same sides and the same outcome, counted. */
export interface OutcomeCount {
  readonly chatbotId: string;
  readonly modelA: string;
  readonly versionA: number;
  readonly modelB: string;
  readonly versionB: number;
  readonly outcome: RankingOutcome;
  readonly count: number;
  /** Characters of all answers on that side. */
  readonly charactersA: number;
  readonly charactersB: number;
  readonly aLonger: number;
  readonly bLonger: number;
}

/** Any number, the same for every analytics-worker. */
const RATINGS_LOCK = 5_641_003;

@Injectable()
export class RatingsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** False when another worker computes ratings now. Held until the transaction ends. */
  async lock(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ locked: boolean }[]>(
      `select pg_try_advisory_xact_lock($1) as locked`,
      [RATINGS_LOCK],
    );
    return row?.locked ?? false;
  }

  /**
   * Whether there is something that the last run may not have seen: a ranking given, changed or taken back, somebody
   * excluded, put back or erased; or an hour began without a run. A row is stamped when its transaction begins and is seen when
   * it ends, so the last run answers for nothing of the minute before it.
   */
  async isOutdated(): Promise<boolean> {
    const [row] = await this.transactions.manager.query<{ outdated: boolean }[]>(
      `with last as (
         select max(computed_at) - interval '1 minute' as answers_for, max(hour) + interval '1 hour' as next_hour
         from rating_run
       )
       select exists (select from feedback f, last where f.kind = 'ranking'
                      and (last.answers_for is null or f.created_at > last.answers_for or now() >= last.next_hour))
           or exists (select from participant p, last where p.excluded_at > last.answers_for)
           or exists (select from participant p, last where p.put_back_at > last.answers_for)
           or exists (select from erasure e, last where e.erased_at > last.answers_for) as outdated`,
    );
    return row?.outdated ?? false;
  }

  /** Postgres' clock, by which rows are stamped. */
  async now(tx: Tx): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>(`select now()`);
    if (!row) throw new Error('A query without a table gives one row.');
    return row.now;
  }

  outcomes(tx: Tx): Promise<OutcomeCount[]> {
    return tx.query<OutcomeCount[]>(
      `select v.chatbot_id as "chatbotId", a.model_id as "modelA", a.model_version as "versionA",
              b.model_id as "modelB", b.model_version as "versionB", r.outcome, count(*) as count,
              sum(length(a.text))::bigint as "charactersA", sum(length(b.text))::bigint as "charactersB",
              count(*) filter (where length(a.text) > length(b.text)) as "aLonger",
              count(*) filter (where length(b.text) > length(a.text)) as "bLonger"
       from current_ranking r join turn t on t.id = r.turn_id join conversation v on v.id = t.conversation_id
       join participant p on p.id = r.participant_id and p.excluded_at is null
       join candidate a on a.id = (r.shown ->> 0)::uuid join candidate b on b.id = (r.shown ->> 1)::uuid
       group by 1, 2, 3, 4, 5, 6
       order by 1, 2, 3, 4, 5, 6`,
    );
  }

  /** Puts a run in the place of the one of the same hour, and drops the pairs of earlier hours. */
  async replace(
    tx: Tx,
    run: RatingRunEntity,
    ratings: readonly RatingEntity[],
    pairs: readonly RatingPairEntity[],
  ): Promise<void> {
    await tx.delete(RatingRunEntity, { scopeId: run.scopeId, hour: run.hour });
    await tx.query(
      `delete from rating_pair p using rating_run r where r.id = p.run_id and r.scope_id = $1`,
      [run.scopeId],
    );
    await tx.insert(RatingRunEntity, run);
    await this.insertAll(tx, RatingEntity, ratings);
    await this.insertAll(tx, RatingPairEntity, pairs);
  }

  /** In parts: Postgres takes 65,535 parameters at most. */
  private async insertAll<Row extends RatingEntity | RatingPairEntity>(
    tx: Tx,
    entity: new () => Row,
    rows: readonly Row[],
  ): Promise<void> {
    for (let start = 0; start < rows.length; start += 1_000)
      await tx
        .createQueryBuilder()
        .insert()
        .into(entity)
        .values(rows.slice(start, start + 1_000) as never)
        .execute();
  }
}
