import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who agreed to which text, invite links and what they open, whom the numbers leave out, who was erased, and the
 * counters of the limits. The indexes let a participant's rows be deleted without reading whole tables.
 * Safe for an older release: new tables, columns with defaults, and a trigger that refuses what no release does.
 */
export class AddConsentAndInvites1795657000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consent_text (
        hash text not null,
        text text not null,
        created_at timestamptz not null default now(),
        constraint pk_consent_text primary key (hash)
      )
    `);
    await runner.query(`
      create table invite (
        id uuid not null,
        label text not null,
        token_hash text not null,
        expires_at timestamptz,
        max_uses integer,
        uses integer not null default 0,
        messages_per_day integer,
        tokens_per_day bigint,
        consent_text text,
        feedback_mode text,
        created_at timestamptz not null default now(),
        revoked_at timestamptz,
        constraint uq_invite_token_hash unique (token_hash),
        constraint ck_invite_feedback_mode check (feedback_mode in ('none', 'vote', 'rank')),
        constraint ck_invite_uses check (uses >= 0 and (max_uses is null or uses <= max_uses)),
        constraint pk_invite primary key (id)
      )
    `);
    await runner.query(`
      create table invite_chatbot (
        invite_id uuid not null,
        chatbot_id uuid not null,
        constraint pk_invite_chatbot primary key (invite_id, chatbot_id),
        constraint fk_invite_chatbot_invite_id foreign key (invite_id) references invite(id) on delete cascade,
        constraint fk_invite_chatbot_chatbot_id foreign key (chatbot_id) references chatbot(id) on delete cascade
      )
    `);
    await runner.query(`
      create table participant_invite (
        participant_id uuid not null,
        invite_id uuid not null,
        redeemed_at timestamptz not null default now(),
        constraint pk_participant_invite primary key (participant_id, invite_id),
        constraint fk_participant_invite_participant_id foreign key (participant_id) references participant(id),
        constraint fk_participant_invite_invite_id foreign key (invite_id) references invite(id)
      )
    `);
    await runner.query(
      `create index ix_participant_invite_invite_id on participant_invite (invite_id)`,
    );
    await runner.query(`
      create table consent (
        participant_id uuid not null,
        chatbot_id uuid not null,
        text_hash text not null,
        invite_id uuid,
        consented_at timestamptz not null default now(),
        constraint pk_consent primary key (participant_id, chatbot_id, text_hash),
        constraint fk_consent_participant_id foreign key (participant_id) references participant(id),
        constraint fk_consent_chatbot_id foreign key (chatbot_id) references chatbot(id) on delete cascade,
        constraint fk_consent_text_hash foreign key (text_hash) references consent_text(hash),
        constraint fk_consent_invite_id foreign key (invite_id) references invite(id)
      )
    `);
    await runner.query(`
      create table erasure (
        id uuid not null,
        participant_id uuid not null,
        erased_by text not null,
        conversations integer not null,
        turns integer not null,
        candidates integer not null,
        feedback integer not null,
        erased_at timestamptz not null default now(),
        constraint uq_erasure_participant_id unique (participant_id),
        constraint ck_erasure_erased_by check (erased_by in ('participant', 'team', 'retention')),
        constraint pk_erasure primary key (id)
      )
    `);
    await runner.query(`create index ix_erasure_erased_at_id on erasure (erased_at, id)`);
    await runner.query(`
      create table rate_limit (
        key varchar(255) not null,
        points integer not null default 0,
        expire bigint,
        constraint pk_rate_limit primary key (key)
      )
    `);
    await runner.query(`create index ix_rate_limit_expire on rate_limit (expire)`);

    await runner.query(`
      alter table chatbot
        add column access text not null default 'public',
        add constraint ck_chatbot_access check (access in ('public', 'invite'))
    `);
    await runner.query(`alter table participant add column excluded_at timestamptz`);
    await runner.query(`
      alter table conversation
        add column invite_id uuid,
        add constraint fk_conversation_invite_id foreign key (invite_id) references invite(id)
    `);
    await runner.query(
      `create index ix_conversation_invite_id on conversation (invite_id) where invite_id is not null`,
    );
    await runner.query(
      `create index ix_turn_parent_candidate_id on turn (parent_candidate_id) where parent_candidate_id is not null`,
    );
    await runner.query(
      `create index ix_feedback_candidate_id on feedback (candidate_id) where candidate_id is not null`,
    );
    await runner.query(
      `create index ix_feedback_replaces_id on feedback (replaces_id) where replaces_id is not null`,
    );

    await runner.query(`
      create or replace function refuse_change_of_feedback() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('koi.erasing_participant', true) = old.participant_id::text then
          return old;
        end if;
        raise exception 'feedback is append-only: add a revision instead' using errcode = 'restrict_violation';
      end
      $$
    `);
    await runner.query(`drop trigger feedback_is_append_only on feedback`);
    await runner.query(`
      create trigger feedback_is_append_only
      before update or delete on feedback
      for each row execute function refuse_change_of_feedback()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger feedback_is_append_only on feedback`);
    await runner.query(`
      create or replace function refuse_change_of_feedback() returns trigger language plpgsql as $$
      begin
        raise exception 'feedback is append-only: add a revision instead' using errcode = 'restrict_violation';
      end
      $$
    `);
    await runner.query(`
      create trigger feedback_is_append_only
      before update on feedback
      for each row execute function refuse_change_of_feedback()
    `);
    await runner.query(`drop index ix_feedback_replaces_id`);
    await runner.query(`drop index ix_feedback_candidate_id`);
    await runner.query(`drop index ix_turn_parent_candidate_id`);
    await runner.query(`
      alter table conversation drop constraint fk_conversation_invite_id, drop column invite_id
    `);
    await runner.query(`alter table participant drop column excluded_at`);
    await runner.query(`alter table chatbot drop constraint ck_chatbot_access, drop column access`);
    await runner.query(`drop table rate_limit`);
    await runner.query(`drop table erasure`);
    await runner.query(`drop table consent`);
    await runner.query(`drop table participant_invite`);
    await runner.query(`drop table invite_chatbot`);
    await runner.query(`drop table invite`);
    await runner.query(`drop table consent_text`);
  }
}
