import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The append-only history of votes and rankings, and what counts now. The primary key of `current_feedback` is the
 * rule "at most one current vote per participant and candidate, one ranking per participant and turn".
 * Safe for an older release: only new tables.
 */
export class CreateFeedback1795392003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feedback (
        id uuid not null,
        idempotency_key uuid not null,
        kind text not null,
        participant_id uuid not null,
        turn_id uuid not null,
        candidate_id uuid,
        target_id uuid not null,
        value text not null,
        revision integer not null,
        replaces_id uuid,
        shown jsonb not null,
        accepted_at timestamptz not null,
        created_at timestamptz not null default now(),
        constraint uq_feedback_revision unique (participant_id, kind, target_id, revision),
        constraint uq_feedback_idempotency_key unique (idempotency_key),
        constraint ck_feedback_ranking check (kind <> 'ranking' or (value in ('a_better', 'b_better', 'tie', 'both_bad', 'undo') and candidate_id is null and turn_id = target_id)),
        constraint ck_feedback_vote check (kind <> 'vote' or (value in ('up', 'down', 'undo') and candidate_id = target_id)),
        constraint ck_feedback_kind check (kind in ('vote', 'ranking')),
        constraint pk_feedback primary key (id),
        constraint fk_feedback_participant_id foreign key (participant_id) references participant(id),
        constraint fk_feedback_turn_id foreign key (turn_id) references turn(id),
        constraint fk_feedback_candidate_id foreign key (candidate_id) references candidate(id),
        constraint fk_feedback_replaces_id foreign key (replaces_id) references feedback(id)
      )
    `);
    await runner.query(`create index ix_feedback_turn_id on feedback (turn_id)`);
    await runner.query(`create index ix_feedback_created_at_id on feedback (created_at, id)`);
    await runner.query(`
      create table current_feedback (
        participant_id uuid not null,
        kind text not null,
        target_id uuid not null,
        feedback_id uuid not null,
        value text not null,
        accepted_at timestamptz not null,
        constraint uq_current_feedback_feedback_id unique (feedback_id),
        constraint pk_current_feedback primary key (participant_id, kind, target_id),
        constraint fk_current_feedback_feedback_id foreign key (feedback_id) references feedback(id)
      )
    `);
    await runner.query(
      `create index ix_current_feedback_target_id on current_feedback (target_id)`,
    );
    await runner.query(
      `create index ix_current_feedback_accepted_at_feedback_id on current_feedback (accepted_at, feedback_id)`,
    );
    await runner.query(`
      create function refuse_change_of_feedback() returns trigger language plpgsql as $$
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
    await runner.query(`
      create view current_vote as
      select f.id, f.participant_id, f.turn_id, f.candidate_id, f.value, f.revision, c.accepted_at, f.created_at
      from current_feedback c join feedback f on f.id = c.feedback_id
      where c.kind = 'vote' and c.value <> 'undo'
    `);
    await runner.query(`
      create view current_ranking as
      select f.id, f.participant_id, f.turn_id, f.value as outcome, f.shown, f.revision, c.accepted_at, f.created_at
      from current_feedback c join feedback f on f.id = c.feedback_id
      where c.kind = 'ranking' and c.value <> 'undo'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view current_ranking`);
    await runner.query(`drop view current_vote`);
    await runner.query(`drop trigger feedback_is_append_only on feedback`);
    await runner.query(`drop function refuse_change_of_feedback()`);
    await runner.query(`drop table current_feedback`);
    await runner.query(`drop table feedback`);
  }
}
