import { Injectable } from '@nestjs/common';
import {
  newId,
  RollupCheckEntity,
  Transactions,
  type RollupDifference,
  type Tx,
} from '@koi/database';
import { COLUMNS, KEY, rowsOf, type Level } from './rollup-sql.js';
import type { Span } from './rollups.repository.js';

@Injectable()
export class RollupCheckRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The days (UTC) with anything in the source tables or the rollups, some of them drawn at random. */
  async randomDays(limit: number): Promise<Date[]> {
    const rows = await this.transactions.manager.query<{ day: Date }[]>(
      `with bounds as (
         select min(least(first, last)) as first, max(greatest(first, last)) as last from (
           select min(created_at) as first, max(created_at) as last from conversation
           union all select min(created_at), max(created_at) from candidate
           union all select min(accepted_at), max(accepted_at) from current_feedback
           union all select min(bucket), max(bucket) from stats_minute
           union all select min(bucket), max(bucket) from stats_day
         ) moments)
       select day from bounds, generate_series(date_trunc('day', first, 'UTC'), last, '1 day', 'UTC') day
       order by random() limit $1`,
      [limit],
    );
    return rows.map(({ day }) => day);
  }

  async countRows(tx: Tx, { table }: Level, { from, to }: Span): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `select count(*) from ${table} where bucket >= $1 and bucket < $2`,
      [from, to],
    );
    return row?.count ?? 0;
  }

  /** Rows that are missing, too many, or say something else; a minute that is dirty is not wrong yet. */
  differences(tx: Tx, level: Level, { from, to }: Span): Promise<RollupDifference[]> {
    return tx.query<RollupDifference[]>(
      `with expected as (${rowsOf(level)}),
       stored as (select ${COLUMNS} from ${level.table} where bucket >= $1::timestamptz and bucket < $2::timestamptz),
       different as (
         (select ${COLUMNS} from expected except select ${COLUMNS} from stored) union all
         (select ${COLUMNS} from stored except select ${COLUMNS} from expected))
       select distinct '${level.table}' as "table", to_char(bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as bucket,
              chatbot_id as "chatbotId", model_id as "modelId", mode
       from different
       where '${level.unit}' <> 'minute' or not exists (select from dirty_bucket d where d.bucket = different.bucket)
       order by ${KEY.replace('chatbot_id, model_id', '"chatbotId", "modelId"')}`,
      [from, to],
    );
  }

  async save(tx: Tx, check: Omit<RollupCheckEntity, 'id'>): Promise<void> {
    await tx.insert(RollupCheckEntity, { id: newId(), ...check });
  }

  /** When the last check began. */
  async lastStart(): Promise<Date | undefined> {
    const [row] = await this.transactions.manager.query<{ last: Date | null }[]>(
      `select max(started_at) as last from rollup_check`,
    );
    return row?.last ?? undefined;
  }
}
