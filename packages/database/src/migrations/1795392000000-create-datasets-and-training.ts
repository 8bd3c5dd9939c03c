import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Dataset versions and the training runs they are handed to. First, because a model may point at the run it came
 * out of. Safe for an older release: nothing else is touched.
 */
export class CreateDatasetsAndTraining1795392000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dataset (
        id uuid not null,
        name text not null,
        kind text not null,
        created_at timestamptz not null default now(),
        constraint uq_dataset_name_kind unique (name, kind),
        constraint ck_dataset_kind check (kind in ('dpo', 'votes')),
        constraint pk_dataset primary key (id)
      )
    `);
    await runner.query(`
      create table dataset_version (
        id uuid not null,
        dataset_id uuid not null,
        number integer not null,
        filter jsonb not null default '{}',
        state text not null default 'queued',
        progress_done bigint,
        progress_total bigint,
        rows bigint,
        excluded jsonb not null default '{}',
        files jsonb not null default '[]',
        manifest_uri text,
        manifest_sha256 text,
        snapshot_at timestamptz,
        error text,
        train jsonb,
        created_at timestamptz not null default now(),
        ended_at timestamptz,
        constraint uq_dataset_version_dataset_id_number unique (dataset_id, number),
        constraint ck_dataset_version_state check (state in ('queued', 'building', 'ready', 'failed')),
        constraint pk_dataset_version primary key (id),
        constraint fk_dataset_version_dataset_id foreign key (dataset_id) references dataset(id)
      )
    `);
    await runner.query(
      `create index ix_dataset_version_created_at_id on dataset_version (created_at, id)`,
    );
    await runner.query(`
      create table training_run (
        id uuid not null,
        dataset_version_id uuid not null,
        method text not null,
        base_model text not null,
        state text not null default 'queued',
        progress double precision not null default 0,
        message text,
        metrics jsonb not null default '{}',
        model_version text,
        artefact_uri text,
        error text,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz,
        constraint ck_training_run_method check (method in ('dpo', 'kto', 'sft', 'reward')),
        constraint ck_training_run_state check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
        constraint pk_training_run primary key (id),
        constraint fk_training_run_dataset_version_id foreign key (dataset_version_id) references dataset_version(id)
      )
    `);
    await runner.query(
      `create index ix_training_run_open on training_run (created_at) where state in ('queued', 'running')`,
    );
    await runner.query(
      `create index ix_training_run_created_at_id on training_run (created_at, id)`,
    );
    await runner.query(`
      create function refuse_change_of_ready_version() returns trigger language plpgsql as $$
      begin
        raise exception 'dataset version % is ready and never changes', old.id using errcode = 'restrict_violation';
      end
      $$
    `);
    await runner.query(`
      create trigger dataset_version_never_changes
      before update or delete on dataset_version
      for each row when (old.state = 'ready') execute function refuse_change_of_ready_version()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger dataset_version_never_changes on dataset_version`);
    await runner.query(`drop function refuse_change_of_ready_version()`);
    await runner.query(`drop table training_run`);
    await runner.query(`drop table dataset_version`);
    await runner.query(`drop table dataset`);
  }
}
