import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the Explore page filters conversations by, in one narrow row a conversation (`conversation_fact`), and the
 * versions of the models in `feedback_fact`, and the conversation in `turn_search`. docs/decisions/0035 says why.
 *
 * `conversation_fact_source` is the definition of a row, as `feedback_fact_source` is of its own.
 *
 * Safe for an older release: a new table, columns that triggers fill, and triggers that need nothing of the writer.
 * Messages and feedback wait until the rows of before are copied, about three minutes a million.
 */
export class AddConversationFacts1795730000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...VERSIONS, ...CONVERSATIONS, ...SEARCH, ...INDEXES])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `drop trigger conversation_is_named on turn_search`,
      `drop function name_conversation_of_turn()`,
      `alter table turn_search drop column conversation_id`,
      `drop index ix_feedback_fact_model_ids`,
      `drop index ix_feedback_fact_words`,
      `drop index ix_feedback_fact_conversation_id`,
      `create index ix_feedback_fact_conversation_id on feedback_fact (conversation_id)`,
      `drop index ix_feedback_fact_question_length_created_at_feedback_id`,
      `drop index ix_feedback_fact_answer_length_created_at_feedback_id`,
      `drop trigger conversation_has_a_fact on conversation`,
      `drop trigger mode_is_a_fact on turn`,
      `drop trigger model_is_a_fact on candidate`,
      `drop trigger other_model_is_a_fact on candidate`,
      `drop function refresh_fact_of_conversation()`,
      `drop function set_mode_of_conversation_fact()`,
      `drop function add_model_to_conversation_fact()`,
      `drop function refresh_conversation_fact(uuid)`,
      `drop table conversation_fact`,
      `drop view conversation_fact_source`,
      `alter table feedback_fact drop column model_versions`,
      `drop view feedback_fact_source`,
      feedbackFactSource(''),
    ])
      await runner.query(statement);
  }
}

/** The answer that lengths and excerpts are of: the one voted on; of a ranking the better one, or A. */
const ANSWER = `coalesce(f.candidate_id, (f.shown ->> (case f.value when 'b_better' then 1 else 0 end))::uuid)`;

/** Of the answers a statement is about, in the order they were shown. */
const shown = (column: string): string =>
  `array(select c.${column} from jsonb_array_elements_text(f.shown) with ordinality shown(id, place)
         join candidate c on c.id = shown.id::uuid
         where f.candidate_id is null or c.id = f.candidate_id order by place)`;

const feedbackFactSource = (more: string): string => `
  create view feedback_fact_source as
  select f.id as feedback_id, f.accepted_at as created_at,
         not exists (
           select from current_feedback c
           where c.participant_id = f.participant_id and c.kind = f.kind and c.target_id = f.target_id
             and (c.accepted_at, c.feedback_id) > (f.accepted_at, f.id)
         ) as current,
         f.kind, f.value, v.chatbot_id, t.feedback_mode as mode, v.id as conversation_id, f.turn_id, f.target_id,
         f.participant_id, v.invite_id,
         array(select jsonb_array_elements_text(f.reasons)) as reasons,
         ${shown('model_id')} as model_ids,
         coalesce(lower(left(substring(left(t.text, 1000) from '\\w+'), 40)), '') as question_type,
         char_length(t.text) as question_length,
         coalesce((select char_length(c.text) from candidate c where c.id = ${ANSWER}), 0) as answer_length${more}
  from feedback f join turn t on t.id = f.turn_id join conversation v on v.id = t.conversation_id`;

const VERSIONS = [
  `drop view feedback_fact_source`,
  feedbackFactSource(`, ${shown('model_version')} as model_versions`),
  // Filled anew, not updated: it has no dead rows then, and stands in the order of time.
  `truncate feedback_fact`,
  `alter table feedback_fact add column model_versions integer[] not null`,
  `insert into feedback_fact select * from feedback_fact_source order by created_at, feedback_id`,
];

const CONVERSATIONS = [
  `create view conversation_fact_source as
   select v.id as conversation_id, v.created_at, v.chatbot_id, v.participant_id, v.invite_id,
          (select t.feedback_mode from turn t where t.conversation_id = v.id order by t.id limit 1) as mode,
          coalesce(answered.model_ids, '{}') as model_ids, coalesce(answered.model_versions, '{}') as model_versions
   from conversation v cross join lateral (
     select array_agg(model_id order by model_id, model_version) as model_ids,
            array_agg(model_version order by model_id, model_version) as model_versions
     from (select distinct c.model_id, c.model_version from turn t join candidate c on c.turn_id = t.id
           where t.conversation_id = v.id) distinct_models
   ) answered`,
  `create table conversation_fact (
     conversation_id uuid not null,
     created_at timestamptz not null,
     chatbot_id uuid not null,
     participant_id uuid not null,
     invite_id uuid,
     mode text,
     model_ids uuid[] not null,
     model_versions integer[] not null,
     constraint pk_conversation_fact primary key (conversation_id),
     constraint fk_conversation_fact_conversation_id foreign key (conversation_id) references conversation(id) on delete cascade
   )`,
  // The row is held before it is computed anew: of two answers that change it at once the later sees the earlier.
  `create function refresh_conversation_fact(wanted uuid) returns void language plpgsql as $$
   begin
     perform from conversation_fact where conversation_id = wanted for no key update;
     insert into conversation_fact select * from conversation_fact_source where conversation_id = wanted
     on conflict (conversation_id) do update
       set created_at = excluded.created_at, chatbot_id = excluded.chatbot_id,
           participant_id = excluded.participant_id, invite_id = excluded.invite_id, mode = excluded.mode,
           model_ids = excluded.model_ids, model_versions = excluded.model_versions;
   end
   $$`,
  `create function refresh_fact_of_conversation() returns trigger language plpgsql as $$
   begin
     perform refresh_conversation_fact(new.id);
     return null;
   end
   $$`,
  // Most messages and answers bring nothing new: one look at the row.
  `create function set_mode_of_conversation_fact() returns trigger language plpgsql as $$
   begin
     if not exists (select from turn where conversation_id = new.conversation_id and id < new.id)
        and not exists (select from conversation_fact
                        where conversation_id = new.conversation_id and mode = new.feedback_mode) then
       perform refresh_conversation_fact(new.conversation_id);
     end if;
     return null;
   end
   $$`,
  `create function add_model_to_conversation_fact() returns trigger language plpgsql as $$
   declare
     wanted uuid := (select conversation_id from turn where id = new.turn_id);
   begin
     if tg_op = 'UPDATE' or not exists (
       select from conversation_fact f, unnest(f.model_ids, f.model_versions) answered(model_id, model_version)
       where f.conversation_id = wanted and answered.model_id = new.model_id
         and answered.model_version = new.model_version) then
       perform refresh_conversation_fact(wanted);
     end if;
     return null;
   end
   $$`,
  `create trigger conversation_has_a_fact after insert or update of created_at, chatbot_id, participant_id, invite_id
   on conversation for each row execute function refresh_fact_of_conversation()`,
  `create trigger mode_is_a_fact after insert or update of feedback_mode on turn
   for each row execute function set_mode_of_conversation_fact()`,
  `create trigger model_is_a_fact after insert on candidate
   for each row execute function add_model_to_conversation_fact()`,
  // A model that stands in for another.
  `create trigger other_model_is_a_fact after update of model_id, model_version on candidate
   for each row when ((old.model_id, old.model_version) is distinct from (new.model_id, new.model_version))
   execute function add_model_to_conversation_fact()`,
  // After the triggers, whose making waits for writers and then keeps them out.
  `insert into conversation_fact select * from conversation_fact_source order by created_at, conversation_id`,
];

const SEARCH = [
  `lock table turn_search in access exclusive mode`,
  `create temp table kept on commit drop as
   select s.turn_id, s.document, t.conversation_id from turn_search s join turn t on t.id = s.turn_id`,
  `truncate turn_search`,
  `drop index ix_turn_search_document`,
  `alter table turn_search add column conversation_id uuid not null`,
  // Not in the triggers that write a row: one that waits here must find its own statement as good as before.
  `create function name_conversation_of_turn() returns trigger language plpgsql as $$
   begin
     new.conversation_id := (select conversation_id from turn where id = new.turn_id);
     return new;
   end
   $$`,
  `insert into turn_search (turn_id, document, conversation_id)
   select turn_id, document, conversation_id from kept order by turn_id`,
  `create trigger conversation_is_named before insert on turn_search
   for each row when (new.conversation_id is null) execute function name_conversation_of_turn()`,
  `create index ix_turn_search_document on turn_search using gin (document)`,
  `create index ix_turn_search_conversation_id on turn_search (conversation_id)`,
];

const INDEXES = [
  `create index ix_conversation_fact_created_at_conversation_id on conversation_fact (created_at, conversation_id)`,
  `create index ix_conversation_fact_chatbot_id_created_at_conversation_id
   on conversation_fact (chatbot_id, created_at, conversation_id)`,
  `create index ix_conversation_fact_participant_id_created_at_conversation_id
   on conversation_fact (participant_id, created_at, conversation_id)`,
  `create index ix_conversation_fact_invite_id_created_at_conversation_id
   on conversation_fact (invite_id, created_at, conversation_id) where invite_id is not null`,
  `create index ix_conversation_fact_model_ids on conversation_fact using gin (model_ids)`,
  `create index ix_feedback_fact_model_ids on feedback_fact using gin (model_ids)`,
  `create index ix_feedback_fact_question_length_created_at_feedback_id
   on feedback_fact (question_length, created_at, feedback_id)`,
  `create index ix_feedback_fact_answer_length_created_at_feedback_id
   on feedback_fact (answer_length, created_at, feedback_id)`,
  // With what a count of conversations asks of each row, so that it reads the index alone.
  `drop index ix_feedback_fact_conversation_id`,
  `create index ix_feedback_fact_conversation_id on feedback_fact (conversation_id)
   include (current, kind, value, participant_id, mode, question_type, question_length, answer_length)`,
  `create index ix_feedback_fact_words on feedback_fact (kind, conversation_id, turn_id, target_id)
   where current and value = 'given'`,
];
