import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rollups of reasons, cost, errors, fallbacks, words and latency histograms; rollups by the day; the kind of a failed
 * answer; and what the nightly check of the rollups found.
 *
 * Safe for an older release: columns that are null or have a constant default (no rewrite), and new tables. Every
 * bucket there is becomes dirty, so analytics-worker fills the new columns; an older worker that still runs leaves
 * them empty, which the check finds and mends.
 */
export class ExtendRollups1795662000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['stats_minute', 'stats_hour'])
      await runner.query(
        `alter table ${table} ${COLUMNS.map((column) => `add column ${column}`).join(', ')}`,
      );
    await runner.query(`create table stats_day (like stats_hour including defaults)`);
    await runner.query(
      `alter table stats_day add constraint pk_stats_day primary key (bucket, chatbot_id, model_id, mode)`,
    );
    await runner.query(
      `insert into dirty_bucket (bucket) select distinct bucket from stats_minute`,
    );
    await runner.query(`
      alter table candidate
        add column failure_kind text,
        add constraint ck_candidate_failure_kind check (failure_kind in ('misconfigured', 'unreachable', 'refused_key',
          'not_found', 'rate_limited', 'server_error', 'bad_response', 'stalled', 'rejected', 'gave_up'))
    `);
    // The last line of what the team is told begins with the kind of the last failure.
    await runner.query(`
      update candidate set failure_kind = kind
      from (select id, substring(error_detail from '(?:^|\\n)([a-z_]+): [^\\n]*$') as kind from candidate where state = 'failed') failed
      where failed.id = candidate.id and kind in ('misconfigured', 'unreachable', 'refused_key', 'not_found',
        'rate_limited', 'server_error', 'bad_response', 'stalled', 'rejected')
    `);
    await runner.query(`
      create table rollup_check (
        id uuid not null,
        started_at timestamptz not null,
        ended_at timestamptz not null,
        days integer not null,
        buckets bigint not null,
        differences bigint not null,
        examples jsonb not null default '[]',
        constraint pk_rollup_check primary key (id)
      )
    `);
    await runner.query(`create index ix_rollup_check_started_at on rollup_check (started_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table rollup_check`);
    await runner.query(`alter table candidate drop column failure_kind`);
    await runner.query(`drop table stats_day`);
    for (const table of ['stats_minute', 'stats_hour'])
      await runner.query(
        `alter table ${table} ${COLUMNS.map((column) => `drop column ${column.split(' ')[0]}`).join(', ')}`,
      );
  }
}

const COLUMNS = [
  'fallbacks bigint not null default 0',
  'corrections bigint not null default 0',
  'comments bigint not null default 0',
  `reasons jsonb not null default '{}'`,
  `cost jsonb not null default '{}'`,
  `errors jsonb not null default '{}'`,
  `ttft_bins smallint[] not null default '{}'`,
  `ttft_counts integer[] not null default '{}'`,
  `duration_bins smallint[] not null default '{}'`,
  `duration_counts integer[] not null default '{}'`,
];
