import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rollups by minute and hour, and the list of minutes to recompute. Safe for an older release: only new tables.
 */
export class CreateStats1795392004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stats_minute (
        bucket timestamptz not null,
        chatbot_id uuid not null,
        model_id uuid not null,
        mode text not null,
        conversations bigint not null default 0,
        turns bigint not null default 0,
        candidates bigint not null default 0,
        failed_candidates bigint not null default 0,
        votes_up bigint not null default 0,
        votes_down bigint not null default 0,
        a_better bigint not null default 0,
        b_better bigint not null default 0,
        ties bigint not null default 0,
        both_bad bigint not null default 0,
        prompt_tokens bigint not null default 0,
        completion_tokens bigint not null default 0,
        ttft_ms_sum double precision not null default 0,
        ttft_count bigint not null default 0,
        computed_at timestamptz not null default now(),
        constraint pk_stats_minute primary key (bucket, chatbot_id, model_id, mode)
      )
    `);
    await runner.query(`
      create table stats_hour (
        bucket timestamptz not null,
        chatbot_id uuid not null,
        model_id uuid not null,
        mode text not null,
        conversations bigint not null default 0,
        turns bigint not null default 0,
        candidates bigint not null default 0,
        failed_candidates bigint not null default 0,
        votes_up bigint not null default 0,
        votes_down bigint not null default 0,
        a_better bigint not null default 0,
        b_better bigint not null default 0,
        ties bigint not null default 0,
        both_bad bigint not null default 0,
        prompt_tokens bigint not null default 0,
        completion_tokens bigint not null default 0,
        ttft_ms_sum double precision not null default 0,
        ttft_count bigint not null default 0,
        computed_at timestamptz not null default now(),
        constraint pk_stats_hour primary key (bucket, chatbot_id, model_id, mode)
      )
    `);
    await runner.query(`
      create table dirty_bucket (
        id bigint generated always as identity not null,
        bucket timestamptz not null,
        constraint pk_dirty_bucket primary key (id)
      )
    `);
    await runner.query(`create index ix_dirty_bucket_bucket on dirty_bucket (bucket)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table dirty_bucket`);
    await runner.query(`drop table stats_hour`);
    await runner.query(`drop table stats_minute`);
  }
}
