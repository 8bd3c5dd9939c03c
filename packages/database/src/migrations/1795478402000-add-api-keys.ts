import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * API keys and what comes in through them: a participant for each key and user, turns that carry messages of the
 * client's own and parameters of the request, and feedback in words (corrections, comments).
 * Safe for an older release: new tables, columns with defaults, and checks that only allow more.
 */
export class AddApiKeys1795478402000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_key (
        id uuid not null,
        name text not null,
        prefix text not null,
        hash text not null,
        consent boolean not null default false,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        constraint uq_api_key_hash unique (hash),
        constraint pk_api_key primary key (id)
      )
    `);
    await runner.query(`
      create table api_key_chatbot (
        api_key_id uuid not null,
        chatbot_id uuid not null,
        constraint pk_api_key_chatbot primary key (api_key_id, chatbot_id),
        constraint fk_api_key_chatbot_api_key_id foreign key (api_key_id) references api_key(id) on delete cascade,
        constraint fk_api_key_chatbot_chatbot_id foreign key (chatbot_id) references chatbot(id) on delete cascade
      )
    `);
    await runner.query(`
      alter table participant
        add column kind text not null default 'guest',
        add column api_key_id uuid,
        add column external_user text,
        add constraint ck_participant_kind check (kind in ('guest', 'api')),
        add constraint ck_participant_api check ((kind = 'api') = (api_key_id is not null and external_user is not null)),
        add constraint uq_participant_api_user unique (api_key_id, external_user),
        add constraint fk_participant_api_key_id foreign key (api_key_id) references api_key(id)
    `);
    await runner.query(`
      alter table turn
        add column context jsonb,
        add column history_hash text,
        add column parameters jsonb not null default '{}'
    `);
    await runner.query(
      `create index ix_turn_history_hash on turn (history_hash) where history_hash is not null`,
    );
    await runner.query(`
      alter table feedback
        add column text text,
        drop constraint ck_feedback_kind,
        add constraint ck_feedback_kind check (kind in ('vote', 'ranking', 'correction', 'comment')),
        add constraint ck_feedback_words check (kind not in ('correction', 'comment')
          or (value in ('given', 'undo') and candidate_id = target_id and (text is not null) = (value = 'given')))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from current_feedback where kind in ('correction', 'comment')`);
    await runner.query(`delete from feedback where kind in ('correction', 'comment')`);
    await runner.query(`
      alter table feedback
        drop constraint ck_feedback_words,
        drop constraint ck_feedback_kind,
        add constraint ck_feedback_kind check (kind in ('vote', 'ranking')),
        drop column text
    `);
    await runner.query(`drop index ix_turn_history_hash`);
    await runner.query(
      `alter table turn drop column context, drop column history_hash, drop column parameters`,
    );
    await runner.query(`
      alter table participant
        drop constraint fk_participant_api_key_id,
        drop constraint uq_participant_api_user,
        drop constraint ck_participant_api,
        drop constraint ck_participant_kind,
        drop column kind, drop column api_key_id, drop column external_user
    `);
    await runner.query(`drop table api_key_chatbot`);
    await runner.query(`drop table api_key`);
  }
}
