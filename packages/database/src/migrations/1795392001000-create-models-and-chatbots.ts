import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Models, chatbots, and which chatbot draws from which model. Safe for an older release: only new tables.
 */
export class CreateModelsAndChatbots1795392001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table model (
        id uuid not null,
        name text not null,
        label text not null,
        connector text not null,
        settings jsonb not null default '{}',
        secret_reference text,
        parameters jsonb not null default '{}',
        version integer not null default 1,
        parent_training_run_id uuid,
        source text not null,
        enabled boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint uq_model_name unique (name),
        constraint ck_model_source check (source in ('koi_yaml', 'dashboard', 'training')),
        constraint pk_model primary key (id),
        constraint fk_model_parent_training_run_id foreign key (parent_training_run_id) references training_run(id)
      )
    `);
    await runner.query(`
      create table chatbot (
        id uuid not null,
        slug text not null,
        title text not null,
        description text not null default '',
        welcome text not null default '',
        starters jsonb not null default '[]',
        feedback_mode text not null,
        system_prompt text not null default '',
        parameters jsonb not null default '{}',
        consent_text text,
        reveal_models boolean not null default true,
        position integer not null default 0,
        source text not null,
        enabled boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint uq_chatbot_slug unique (slug),
        constraint ck_chatbot_source check (source in ('koi_yaml', 'dashboard')),
        constraint ck_chatbot_feedback_mode check (feedback_mode in ('none', 'vote', 'rank')),
        constraint pk_chatbot primary key (id)
      )
    `);
    await runner.query(`
      create table chatbot_model (
        chatbot_id uuid not null,
        model_id uuid not null,
        weight double precision not null default 1,
        role text not null default 'live',
        constraint ck_chatbot_model_weight check (weight >= 0),
        constraint ck_chatbot_model_role check (role in ('live', 'canary', 'off')),
        constraint pk_chatbot_model primary key (chatbot_id, model_id),
        constraint fk_chatbot_model_chatbot_id foreign key (chatbot_id) references chatbot(id) on delete cascade,
        constraint fk_chatbot_model_model_id foreign key (model_id) references model(id)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table chatbot_model`);
    await runner.query(`drop table chatbot`);
    await runner.query(`drop table model`);
  }
}
