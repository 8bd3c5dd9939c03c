import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Puts the words of every turn out of line, so that what a search reads of `turn_search` are ids alone: a word of some
 * hundred thousand turns read half a gigabyte of words beside them. docs/decisions/0036 says why it takes `padding`.
 *
 * Safe for an older release: it reads the same columns, and triggers fill the new one. Messages and feedback wait until
 * the rows of before are copied, about three minutes a million.
 */
export class KeepSearchRowsNarrow1795900001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`lock table turn_search in access exclusive mode`);
    await runner.query(
      `alter table turn_search add column padding text not null default repeat(' '::text, 2100)`,
    );
    await runner.query(`alter table turn_search alter column document set storage external`);
    await runner.query(`alter table turn_search alter column padding set storage main`);
    await runner.query(`alter table turn_search set (toast_tuple_target = 128)`);
    for (const statement of [...COPY, ...searchTriggers(', padding = excluded.padding')])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of searchTriggers('')) await runner.query(statement);
    await runner.query(`alter table turn_search reset (toast_tuple_target)`);
    await runner.query(`alter table turn_search alter column document set storage extended`);
    await runner.query(`alter table turn_search drop column padding`);
    for (const statement of COPY) await runner.query(statement);
  }
}

const COPY = [
  `create temp table kept on commit drop as select turn_id, document, conversation_id from turn_search`,
  `truncate turn_search`,
  `drop index ix_turn_search_document`,
  `drop index ix_turn_search_conversation_id`,
  `insert into turn_search (turn_id, document, conversation_id)
   select turn_id, document, conversation_id from kept order by turn_id`,
  `drop table kept`,
  `create index ix_turn_search_document on turn_search using gin (document)`,
  `create index ix_turn_search_conversation_id on turn_search (conversation_id)`,
  `analyze turn_search`,
];

const searchTriggers = (set: string): string[] =>
  ['search_turn_of_answer', 'search_turn_of_words'].map(
    (name) => `
      create or replace function ${name}() returns trigger language plpgsql as $$
      begin
        insert into turn_search (turn_id, document) values (new.turn_id, turn_document(new.turn_id))
        on conflict (turn_id) do update set document = excluded.document${set};
        return null;
      end
      $$`,
  );
