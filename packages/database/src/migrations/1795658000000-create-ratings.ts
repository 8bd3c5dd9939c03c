import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ratings of models by their comparisons, one run for each hour. Safe for an older release: only new tables. */
export class CreateRatings1795658000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rating_run (
        id uuid not null,
        scope_id uuid not null,
        hour timestamptz not null,
        computed_at timestamptz not null,
        comparisons bigint not null default 0,
        a_better bigint not null default 0,
        b_better bigint not null default 0,
        ties bigint not null default 0,
        both_bad bigint not null default 0,
        same_model bigint not null default 0,
        longer_won bigint not null default 0,
        shorter_won bigint not null default 0,
        winner_characters bigint not null default 0,
        loser_characters bigint not null default 0,
        tie_parameter double precision,
        groups integer not null,
        converged boolean not null,
        rounds integer not null,
        seed integer not null,
        floor integer not null,
        constraint uq_rating_run_scope_id_hour unique (scope_id, hour),
        constraint pk_rating_run primary key (id)
      )
    `);
    await runner.query(`
      create table rating (
        run_id uuid not null,
        model_id uuid not null,
        model_version integer not null,
        rating double precision not null,
        low double precision not null,
        high double precision not null,
        rank integer,
        average_rank double precision,
        wins bigint not null default 0,
        losses bigint not null default 0,
        ties bigint not null default 0,
        both_bad bigint not null default 0,
        group_number integer not null,
        bounded boolean not null,
        constraint pk_rating primary key (run_id, model_id, model_version),
        constraint fk_rating_run_id foreign key (run_id) references rating_run(id) on delete cascade,
        constraint fk_rating_model_id foreign key (model_id) references model(id)
      )
    `);
    await runner.query(`
      create table rating_pair (
        run_id uuid not null,
        first_model_id uuid not null,
        first_version integer not null,
        second_model_id uuid not null,
        second_version integer not null,
        first_wins bigint not null default 0,
        second_wins bigint not null default 0,
        ties bigint not null default 0,
        both_bad bigint not null default 0,
        constraint pk_rating_pair primary key (run_id, first_model_id, first_version, second_model_id, second_version),
        constraint fk_rating_pair_run_id foreign key (run_id) references rating_run(id) on delete cascade,
        constraint fk_rating_pair_first_model_id foreign key (first_model_id) references model(id),
        constraint fk_rating_pair_second_model_id foreign key (second_model_id) references model(id)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table rating_pair`);
    await runner.query(`drop table rating`);
    await runner.query(`drop table rating_run`);
  }
}
