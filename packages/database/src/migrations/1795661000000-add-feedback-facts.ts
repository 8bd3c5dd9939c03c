import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the Explore page filters and counts by, in one narrow row a piece of feedback (`feedback_fact`), the words of
 * each turn for text search (`turn_search`), and filters that the team has saved. docs/decisions/0026 says why.
 *
 * `feedback_fact_source` is the definition of a fact: triggers copy single rows of it, and the table can be emptied and
 * filled from it at any time.
 *
 * Safe for an older release: new tables, and triggers that need nothing of the writer. Writes of feedback and the ends of
 * answers wait until the rows of before are copied, about a minute a million; commands wait in their queue meanwhile.
 */
export class AddFeedbackFacts1795661000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TRIGGERS, ...FILL, ...INDEXES])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `drop index ix_conversation_chatbot_id_created_at_id`,
      `drop table saved_filter`,
      `drop trigger words_are_searchable on feedback`,
      `drop trigger answer_is_searchable on candidate`,
      `drop trigger fact_is_replaced on current_feedback`,
      `drop trigger fact_is_added on feedback`,
      `drop function search_turn_of_words()`,
      `drop function search_turn_of_answer()`,
      `drop function replace_feedback_fact()`,
      `drop function add_feedback_fact()`,
      `drop table turn_search`,
      `drop table feedback_fact`,
      `drop function turn_document(uuid)`,
      `drop view feedback_fact_source`,
    ])
      await runner.query(statement);
  }
}

/** The answer that lengths and excerpts are of: the one voted on; of a ranking the better one, or A. */
const ANSWER = `coalesce(f.candidate_id, (f.shown ->> (case f.value when 'b_better' then 1 else 0 end))::uuid)`;

const TABLES = [
  `create view feedback_fact_source as
   select f.id as feedback_id, f.created_at,
          not exists (
            select from current_feedback c
            where c.participant_id = f.participant_id and c.kind = f.kind and c.target_id = f.target_id
              and (c.accepted_at, c.feedback_id) > (f.accepted_at, f.id)
          ) as current,
          f.kind, f.value, v.chatbot_id, t.feedback_mode as mode, v.id as conversation_id, f.turn_id, f.target_id,
          f.participant_id, v.invite_id,
          array(select jsonb_array_elements_text(f.reasons)) as reasons,
          array(select c.model_id from jsonb_array_elements_text(f.shown) with ordinality shown(id, place)
                join candidate c on c.id = shown.id::uuid
                where f.candidate_id is null or c.id = f.candidate_id order by place) as model_ids,
          coalesce(lower(left(substring(left(t.text, 1000) from '\\w+'), 40)), '') as question_type,
          char_length(t.text) as question_length,
          coalesce((select char_length(c.text) from candidate c where c.id = ${ANSWER}), 0) as answer_length
   from feedback f join turn t on t.id = f.turn_id join conversation v on v.id = t.conversation_id`,
  `create table feedback_fact (
     feedback_id uuid not null,
     created_at timestamptz not null,
     current boolean not null,
     kind text not null,
     value text not null,
     chatbot_id uuid not null,
     mode text not null,
     conversation_id uuid not null,
     turn_id uuid not null,
     target_id uuid not null,
     participant_id uuid not null,
     invite_id uuid,
     reasons text[] not null,
     model_ids uuid[] not null,
     question_type text not null,
     question_length integer not null,
     answer_length integer not null,
     constraint pk_feedback_fact primary key (feedback_id),
     constraint fk_feedback_fact_feedback_id foreign key (feedback_id) references feedback(id) on delete cascade
   )`,
  // A tsvector holds at most 1 MB; what is beyond the first 100,000 characters of a turn is not found.
  `create function turn_document(wanted uuid) returns tsvector language sql stable as $$
     select to_tsvector('simple', left(concat_ws(' ', t.text,
       (select string_agg(f.text, ' ' order by f.id) from feedback f where f.turn_id = t.id and f.text is not null),
       (select string_agg(c.text, ' ' order by c.position) from candidate c where c.turn_id = t.id)), 100000))
     from turn t where t.id = wanted
   $$`,
  `create table turn_search (
     turn_id uuid not null,
     document tsvector not null,
     constraint pk_turn_search primary key (turn_id),
     constraint fk_turn_search_turn_id foreign key (turn_id) references turn(id) on delete cascade
   )`,
  `create table saved_filter (
     id uuid not null,
     name text not null,
     view text not null,
     query text not null,
     created_at timestamptz not null default now(),
     constraint pk_saved_filter primary key (id),
     constraint uq_saved_filter_name unique (name),
     constraint ck_saved_filter_view check (view in ('feedback', 'conversations'))
   )`,
];

const SEARCH = `
  insert into turn_search (turn_id, document) values (new.turn_id, turn_document(new.turn_id))
  on conflict (turn_id) do update set document = excluded.document`;

const TRIGGERS = [
  `create function add_feedback_fact() returns trigger language plpgsql as $$
   begin
     insert into feedback_fact select * from feedback_fact_source where feedback_id = new.id;
     return null;
   end
   $$`,
  `create trigger fact_is_added after insert on feedback
   for each row execute function add_feedback_fact()`,
  `create function replace_feedback_fact() returns trigger language plpgsql as $$
   begin
     update feedback_fact set current = false where feedback_id = old.feedback_id;
     return null;
   end
   $$`,
  `create trigger fact_is_replaced after update on current_feedback
   for each row when (old.feedback_id <> new.feedback_id) execute function replace_feedback_fact()`,
  `create function search_turn_of_answer() returns trigger language plpgsql as $$
   begin ${SEARCH}; return null; end
   $$`,
  `create trigger answer_is_searchable after insert or update of state, text on candidate
   for each row when (new.state in ('completed', 'stopped', 'failed')) execute function search_turn_of_answer()`,
  `create function search_turn_of_words() returns trigger language plpgsql as $$
   begin ${SEARCH}; return null; end
   $$`,
  `create trigger words_are_searchable after insert on feedback
   for each row when (new.text is not null) execute function search_turn_of_words()`,
];

const FILL = [
  `insert into feedback_fact select * from feedback_fact_source`,
  `insert into turn_search select id, turn_document(id) from turn where state <> 'pending'`,
];

const INDEXES = [
  `create index ix_feedback_fact_created_at_feedback_id on feedback_fact (created_at, feedback_id)`,
  `create index ix_feedback_fact_chatbot_id_created_at_feedback_id
   on feedback_fact (chatbot_id, created_at, feedback_id)`,
  `create index ix_feedback_fact_participant_id_created_at_feedback_id
   on feedback_fact (participant_id, created_at, feedback_id)`,
  `create index ix_feedback_fact_value_created_at_feedback_id on feedback_fact (value, created_at, feedback_id)`,
  `create index ix_feedback_fact_question_type_created_at_feedback_id
   on feedback_fact (question_type, created_at, feedback_id)`,
  `create index ix_feedback_fact_turn_id on feedback_fact (turn_id)`,
  `create index ix_feedback_fact_conversation_id on feedback_fact (conversation_id)`,
  `create index ix_feedback_fact_invite_id on feedback_fact (invite_id, created_at, feedback_id)
   where invite_id is not null`,
  `create index ix_feedback_fact_reasons on feedback_fact using gin (reasons) where reasons <> '{}'`,
  `create index ix_turn_search_document on turn_search using gin (document)`,
  `create index ix_conversation_chatbot_id_created_at_id on conversation (chatbot_id, created_at, id)`,
];
