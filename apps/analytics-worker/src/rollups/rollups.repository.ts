import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '@koi/database';
import { COLUMNS, rowsOf, type Level } from './rollup-sql.js';

/** From `from` to before `to`; a string is Postgres' own word for a moment. */
export interface Span {
  readonly from: Date | '-infinity';
  readonly to: Date | 'infinity';
}

export const ALL_TIME: Span = { from: '-infinity', to: 'infinity' };

const MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The minute, hour or day (UTC) of a moment. */
export function spanOf(unit: keyof typeof MS, moment: Date): Span & { readonly from: Date } {
  const from = Math.floor(moment.getTime() / MS[unit]) * MS[unit];
  return { from: new Date(from), to: new Date(from + MS[unit]) };
}

/** Any number, the same for every analytics-worker. */
const REBUILD_LOCK = 5_641_002;

@Injectable()
export class RollupsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Lets recomputes run side by side, but not beside a rebuild. */
  async lockOutRebuild(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock_shared($1)`, [REBUILD_LOCK]);
  }

  async lockForRebuild(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock($1)`, [REBUILD_LOCK]);
  }

  /** Waits for every other recompute of this bucket; released by the end of the transaction. */
  async lock(tx: Tx, { unit }: Level, moment: Date): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `rollup ${unit} ${spanOf(unit, moment).from.toISOString()}`,
    ]);
  }

  /** Deletes the marks of a span that are visible now; whether there were any. */
  async takeDirty(tx: Tx, { from, to }: Span): Promise<boolean> {
    const [, deleted] = await tx.query<[unknown, number]>(
      `delete from dirty_bucket where bucket >= $1 and bucket < $2`,
      [from, to],
    );
    return deleted > 0;
  }

  /** The earliest dirty minutes. What is beyond the limit is for the next look. */
  async dirtyMinutes(limit: number): Promise<Date[]> {
    const rows = await this.transactions.manager.query<{ bucket: Date }[]>(
      `select distinct bucket from dirty_bucket order by bucket limit $1`,
      [limit],
    );
    return rows.map(({ bucket }) => bucket);
  }

  /** Computes the rows of a level anew, from its finer level or the source tables; returns how many there are. */
  async replace(tx: Tx, level: Level, { from, to }: Span): Promise<number> {
    await tx.query(`delete from ${level.table} where bucket >= $1 and bucket < $2`, [from, to]);
    return this.insert(tx, `insert into ${level.table} (${COLUMNS}) ${rowsOf(level)}`, [from, to]);
  }

  /** Runs an insert and counts its rows in Postgres: a rebuild may write millions. */
  private async insert(tx: Tx, sql: string, parameters: unknown[]): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `with written as (${sql} returning 1) select count(*) as count from written`,
      parameters,
    );
    return row?.count ?? 0;
  }
}
