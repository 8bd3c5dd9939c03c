import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may sign in at the dashboard, their one-time links to set a password, and their open sessions.
 * Safe for an older release: new tables, and a check that allows more. Sessions of an older release end; its cookies held no id to look up.
 */
export class AddUsers1795660000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dashboard_user (
        id uuid not null,
        email text not null,
        name text not null,
        role text not null,
        password_hash text,
        created_at timestamptz not null default now(),
        disabled_at timestamptz,
        last_signed_in_at timestamptz,
        constraint uq_dashboard_user_email unique (email),
        constraint ck_dashboard_user_role check (role in ('admin', 'viewer')),
        constraint ck_dashboard_user_email check (email = lower(email)),
        constraint pk_dashboard_user primary key (id)
      )
    `);
    await runner.query(`
      create table password_link (
        user_id uuid not null,
        token_hash text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        constraint uq_password_link_token_hash unique (token_hash),
        constraint pk_password_link primary key (user_id),
        constraint fk_password_link_user_id foreign key (user_id) references dashboard_user(id) on delete cascade
      )
    `);
    await runner.query(`
      create table dashboard_session (
        id uuid not null,
        token_hash text not null,
        user_id uuid,
        opened_with text,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        constraint uq_dashboard_session_token_hash unique (token_hash),
        constraint ck_dashboard_session_opened check ((user_id is null) = (opened_with is not null)),
        constraint pk_dashboard_session primary key (id),
        constraint fk_dashboard_session_user_id foreign key (user_id) references dashboard_user(id) on delete cascade
      )
    `);
    await runner.query(`create index ix_dashboard_session_user_id on dashboard_session (user_id)`);
    await runner.query(
      `create index ix_dashboard_session_expires_at on dashboard_session (expires_at)`,
    );
    await runner.query(`
      alter table audit_entry
        drop constraint ck_audit_entry_subject,
        add constraint ck_audit_entry_subject check (subject_kind in ('model', 'chatbot', 'user', 'api_key'))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from audit_entry where subject_kind in ('user', 'api_key')`);
    await runner.query(`
      alter table audit_entry
        drop constraint ck_audit_entry_subject,
        add constraint ck_audit_entry_subject check (subject_kind in ('model', 'chatbot'))
    `);
    await runner.query(`drop table dashboard_session`);
    await runner.query(`drop table password_link`);
    await runner.query(`drop table dashboard_user`);
  }
}
