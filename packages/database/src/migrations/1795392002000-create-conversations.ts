import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Participants, their conversations, turns and candidates. A turn points at the candidate it replies to and a
 * candidate at its turn, so one of the two keys is added last. Safe for an older release: only new tables.
 */
export class CreateConversations1795392002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table participant (
        id uuid not null,
        consented_at timestamptz,
        language text,
        created_at timestamptz not null default now(),
        constraint pk_participant primary key (id)
      )
    `);
    await runner.query(`
      create table conversation (
        id uuid not null,
        chatbot_id uuid not null,
        participant_id uuid not null,
        title text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint pk_conversation primary key (id),
        constraint fk_conversation_chatbot_id foreign key (chatbot_id) references chatbot(id),
        constraint fk_conversation_participant_id foreign key (participant_id) references participant(id)
      )
    `);
    await runner.query(`create index ix_conversation_created_at on conversation (created_at)`);
    await runner.query(
      `create index ix_conversation_participant_id_updated_at_id on conversation (participant_id, updated_at, id)`,
    );
    await runner.query(`
      create table turn (
        id uuid not null,
        conversation_id uuid not null,
        parent_candidate_id uuid,
        text text not null,
        state text not null default 'pending',
        feedback_mode text not null,
        idempotency_key uuid not null,
        stop_requested_at timestamptz,
        created_at timestamptz not null default now(),
        ended_at timestamptz,
        constraint uq_turn_idempotency_key unique (idempotency_key),
        constraint ck_turn_feedback_mode check (feedback_mode in ('none', 'vote', 'rank')),
        constraint ck_turn_state check (state in ('pending', 'completed', 'stopped', 'failed')),
        constraint pk_turn primary key (id),
        constraint fk_turn_conversation_id foreign key (conversation_id) references conversation(id)
      )
    `);
    await runner.query(`create index ix_turn_pending on turn (created_at) where state = 'pending'`);
    await runner.query(`create index ix_turn_created_at on turn (created_at)`);
    await runner.query(`create index ix_turn_conversation_id_id on turn (conversation_id, id)`);
    await runner.query(`
      create table candidate (
        id uuid not null,
        turn_id uuid not null,
        model_id uuid not null,
        model_version integer not null,
        position integer not null,
        side text not null,
        state text not null default 'queued',
        attempt integer not null default 0,
        text text not null default '',
        finish_reason text,
        failure_detail text,
        error_detail text,
        parameters jsonb not null default '{}',
        prompt_tokens integer,
        completion_tokens integer,
        usage_estimated boolean not null default false,
        ttft_ms double precision,
        duration_ms double precision,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz,
        constraint uq_candidate_turn_id_position unique (turn_id, position),
        constraint ck_candidate_finish_reason check (finish_reason in ('stop', 'length', 'content_filter', 'stopped', 'abandoned', 'error')),
        constraint ck_candidate_side check (side in ('a', 'b')),
        constraint ck_candidate_state check (state in ('queued', 'streaming', 'completed', 'stopped', 'failed')),
        constraint pk_candidate primary key (id),
        constraint fk_candidate_turn_id foreign key (turn_id) references turn(id),
        constraint fk_candidate_model_id foreign key (model_id) references model(id)
      )
    `);
    await runner.query(
      `create index ix_candidate_unfinished on candidate (created_at) where state in ('queued', 'streaming')`,
    );
    await runner.query(`create index ix_candidate_model_id on candidate (model_id)`);
    await runner.query(`create index ix_candidate_created_at on candidate (created_at)`);
    await runner.query(
      `alter table turn add constraint fk_turn_parent_candidate_id foreign key (parent_candidate_id) references candidate(id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table turn drop constraint fk_turn_parent_candidate_id`);
    await runner.query(`drop table candidate`);
    await runner.query(`drop table turn`);
    await runner.query(`drop table conversation`);
    await runner.query(`drop table participant`);
  }
}
