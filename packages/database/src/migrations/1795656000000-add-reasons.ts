import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reasons of votes and rankings, the strength of a ranking, and a hash of what was shown. The views tell all of it,
 * and corrections and comments get views of their own.
 * Safe for an older release: a new table, columns that are null or have a constant default (no rewrite), and views
 * whose columns keep their places.
 */
export class AddReasons1795656000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table chatbot_reasons (
        chatbot_id uuid not null,
        version integer not null,
        reasons jsonb not null,
        created_at timestamptz not null default now(),
        constraint pk_chatbot_reasons primary key (chatbot_id, version),
        constraint fk_chatbot_reasons_chatbot_id foreign key (chatbot_id) references chatbot(id) on delete cascade
      )
    `);
    await runner.query(`
      alter table feedback
        add column shown_sha256 text,
        add column reasons jsonb not null default '[]',
        add column reasons_version integer,
        add column strength text,
        add constraint ck_feedback_strength check (strength is null
          or (strength in ('slightly', 'much') and kind = 'ranking' and value in ('a_better', 'b_better'))),
        add constraint ck_feedback_reasons check (reasons = '[]'
          or (reasons_version is not null and kind in ('vote', 'ranking')))
    `);
    await runner.query(`
      create or replace view current_vote as
      select f.id, f.participant_id, f.turn_id, f.candidate_id, f.value, f.revision, c.accepted_at, f.created_at,
             f.reasons, f.reasons_version
      from current_feedback c join feedback f on f.id = c.feedback_id
      where c.kind = 'vote' and c.value <> 'undo'
    `);
    await runner.query(`
      create or replace view current_ranking as
      select f.id, f.participant_id, f.turn_id, f.value as outcome, f.shown, f.revision, c.accepted_at, f.created_at,
             f.reasons, f.reasons_version, f.strength
      from current_feedback c join feedback f on f.id = c.feedback_id
      where c.kind = 'ranking' and c.value <> 'undo'
    `);
    for (const kind of ['correction', 'comment'])
      await runner.query(`
        create view current_${kind} as
        select f.id, f.participant_id, f.turn_id, f.candidate_id, f.text, f.revision, c.accepted_at, f.created_at
        from current_feedback c join feedback f on f.id = c.feedback_id
        where c.kind = '${kind}' and c.value <> 'undo'
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view current_comment`);
    await runner.query(`drop view current_correction`);
    await runner.query(`drop view current_ranking`);
    await runner.query(`drop view current_vote`);
    await runner.query(`
      alter table feedback
        drop constraint ck_feedback_reasons,
        drop constraint ck_feedback_strength,
        drop column strength,
        drop column reasons_version,
        drop column reasons,
        drop column shown_sha256
    `);
    await runner.query(`drop table chatbot_reasons`);
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
}
