import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the team changes at the dashboard: the trail of changes, what it holds off although koi.yaml names it, and weights and
 * roles it has set over those of koi.yaml. Safe for an older release: a new table, and columns with defaults.
 */
export class AddAudit1795653000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entry (
        id uuid not null,
        created_at timestamptz not null default now(),
        actor text not null,
        action text not null,
        subject_kind text not null,
        subject_id uuid not null,
        subject_name text not null,
        before jsonb,
        after jsonb not null,
        constraint ck_audit_entry_action check (action in ('created', 'changed', 'switched_on', 'switched_off')),
        constraint ck_audit_entry_subject check (subject_kind in ('model', 'chatbot')),
        constraint pk_audit_entry primary key (id)
      )
    `);
    await runner.query(`create index ix_audit_entry_created_at_id on audit_entry (created_at, id)`);
    await runner.query(
      `create index ix_audit_entry_subject_id_created_at on audit_entry (subject_id, created_at)`,
    );
    await runner.query(`alter table model add column held_off boolean not null default false`);
    await runner.query(`alter table chatbot add column held_off boolean not null default false`);
    await runner.query(`
      alter table chatbot_model
        add column overridden boolean not null default false,
        add column file_weight double precision,
        add column file_role text,
        add constraint ck_chatbot_model_file_role check (file_role in ('live', 'canary', 'off'))
    `);
    // Until now koi.yaml alone wrote the draws of its own models.
    await runner.query(`
      update chatbot_model set file_weight = weight, file_role = role
      from model where model.id = model_id and model.source = 'koi_yaml' and role <> 'off'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table chatbot_model
        drop constraint ck_chatbot_model_file_role,
        drop column overridden, drop column file_weight, drop column file_role
    `);
    await runner.query(`alter table chatbot drop column held_off`);
    await runner.query(`alter table model drop column held_off`);
    await runner.query(`drop table audit_entry`);
  }
}
