import { Injectable } from '@nestjs/common';
import { NO_MODEL, Transactions, type Tx } from '@koi/database';

/** From `from` to before `to`; a string is Postgres' own word for a moment. */
export interface Span {
  readonly from: Date | '-infinity';
  readonly to: Date | 'infinity';
}

export const ALL_TIME: Span = { from: '-infinity', to: 'infinity' };

const HOUR_MS = 3_600_000;

export function hourOf(moment: Date): Span {
  const from = Math.floor(moment.getTime() / HOUR_MS) * HOUR_MS;
  return { from: new Date(from), to: new Date(from + HOUR_MS) };
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

  lockMinute(tx: Tx, minute: Date): Promise<void> {
    return this.lock(tx, `rollup minute ${minute.toISOString()}`);
  }

  lockHour(tx: Tx, minute: Date): Promise<void> {
    return this.lock(tx, `rollup hour ${new Date(hourOf(minute).from).toISOString()}`);
  }

  private async lock(tx: Tx, name: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
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
  async dirtyMinutes(limit = 5_000): Promise<Date[]> {
    const rows = await this.transactions.manager.query<{ bucket: Date }[]>(
      `select distinct bucket from dirty_bucket order by bucket limit $1`,
      [limit],
    );
    return rows.map(({ bucket }) => bucket);
  }

  /** Counts the minutes of a span from the source tables; returns the number of rows. */
  async replaceMinutes(tx: Tx, { from, to }: Span): Promise<number> {
    await tx.query(`delete from stats_minute where bucket >= $1 and bucket < $2`, [from, to]);
    return this.insert(
      tx,
      `insert into stats_minute (${KEY}, ${COUNTS.join(', ')})
       select ${KEY}, ${COUNTS.map(summed).join(', ')} from (${SOURCES.join(' union all ')}) s group by ${KEY}`,
      [from, to],
    );
  }

  /** Sums the hours of a span from the minutes; returns the number of rows. */
  async replaceHours(tx: Tx, { from, to }: Span): Promise<number> {
    await tx.query(`delete from stats_hour where bucket >= $1 and bucket < $2`, [from, to]);
    return this.insert(
      tx,
      `insert into stats_hour (${KEY}, ${COUNTS.join(', ')})
       select date_trunc('hour', bucket, 'UTC'), chatbot_id, model_id, mode, ${COUNTS.map(summed).join(', ')}
       from stats_minute where bucket >= $1 and bucket < $2 group by 1, 2, 3, 4`,
      [from, to],
    );
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

const KEY = 'bucket, chatbot_id, model_id, mode';

const COUNTS = [
  'conversations',
  'turns',
  'candidates',
  'failed_candidates',
  'votes_up',
  'votes_down',
  'a_better',
  'b_better',
  'ties',
  'both_bad',
  'prompt_tokens',
  'completion_tokens',
  'ttft_ms_sum',
  'ttft_count',
] as const;
type Count = (typeof COUNTS)[number];

// Decimal numbers add up to the same whatever their order, so a rebuild gives the same sum; floating point would not.
const summed = (count: Count): string =>
  count === 'ttft_ms_sum' ? `sum(${count}::numeric)::double precision` : `sum(${count})`;

const one = (condition: string): string => `(${condition})::int`;

/** Not of a participant whom the team has excluded. */
const COUNTED = `not exists (
  select 1 from participant p where p.id = v.participant_id and p.excluded_at is not null)`;

/** What one table adds to the minutes of its own moments; what it says nothing about is zero. */
function source(options: {
  readonly moment: string;
  readonly model: string;
  readonly counts: Partial<Record<Count, string>>;
  readonly from: string;
}): string {
  const { moment, model, counts, from } = options;
  return `select date_trunc('minute', ${moment}, 'UTC') as bucket, v.chatbot_id, ${model} as model_id,
                 t.feedback_mode as mode, ${COUNTS.map((count) => `${counts[count] ?? '0'} as ${count}`).join(', ')}
          from ${from} and ${moment} >= $1::timestamptz and ${moment} < $2::timestamptz and ${COUNTED}`;
}

const noModel = `'${NO_MODEL}'::uuid`;

/** docs/data-formats.md says in words what is counted where. */
const SOURCES = [
  source({
    moment: 'v.created_at',
    model: noModel,
    counts: { conversations: '1' },
    from: `conversation v join lateral (
             select feedback_mode from turn where conversation_id = v.id order by id limit 1
           ) t on true where true`,
  }),
  source({
    moment: 't.created_at',
    model: noModel,
    counts: { turns: '1' },
    from: `turn t join conversation v on v.id = t.conversation_id where true`,
  }),
  source({
    moment: 'c.created_at',
    model: 'c.model_id',
    counts: {
      candidates: '1',
      failed_candidates: one(`c.state = 'failed'`),
      prompt_tokens: 'coalesce(c.prompt_tokens, 0)',
      completion_tokens: 'coalesce(c.completion_tokens, 0)',
      ttft_ms_sum: 'coalesce(c.ttft_ms, 0)',
      ttft_count: one('c.ttft_ms is not null'),
    },
    from: `candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
           where c.state in ('completed', 'stopped', 'failed')`,
  }),
  source({
    moment: 'f.accepted_at',
    model: 'c.model_id',
    counts: { votes_up: one(`f.value = 'up'`), votes_down: one(`f.value = 'down'`) },
    from: `current_feedback f join candidate c on c.id = f.target_id join turn t on t.id = c.turn_id
           join conversation v on v.id = t.conversation_id where f.kind = 'vote' and f.value <> 'undo'`,
  }),
  source({
    moment: 'f.accepted_at',
    model: noModel,
    counts: {
      a_better: one(`f.value = 'a_better'`),
      b_better: one(`f.value = 'b_better'`),
      ties: one(`f.value = 'tie'`),
      both_bad: one(`f.value = 'both_bad'`),
    },
    from: `current_feedback f join turn t on t.id = f.target_id
           join conversation v on v.id = t.conversation_id where f.kind = 'ranking' and f.value <> 'undo'`,
  }),
];
