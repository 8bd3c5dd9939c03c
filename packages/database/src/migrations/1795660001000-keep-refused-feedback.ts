import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feedback that was refused, with its body, so that somebody can see why. Safe for an older release: a new table. */
export class KeepRefusedFeedback1795660001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table refused_feedback (
        idempotency_key uuid not null,
        refused_at timestamptz not null default now(),
        participant_id uuid not null,
        kind text not null,
        code text not null,
        detail text not null,
        command jsonb not null,
        constraint ck_refused_feedback_kind check (kind in ('vote', 'ranking', 'correction', 'comment')),
        constraint pk_refused_feedback primary key (idempotency_key),
        constraint fk_refused_feedback_participant_id foreign key (participant_id) references participant(id)
      )
    `);
    await runner.query(
      `create index ix_refused_feedback_participant_id on refused_feedback (participant_id)`,
    );
    await runner.query(
      `create index ix_refused_feedback_refused_at_idempotency_key on refused_feedback (refused_at, idempotency_key)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table refused_feedback`);
  }
}
