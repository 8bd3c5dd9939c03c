import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A fact's moment is the one at which the participant gave the feedback, as in the rollups: rows and the numbers that
 * lead to them are cut at the same moments, however long a command waited in its queue. And an index for the failed
 * answers, which are few among many.
 *
 * Safe for an older release: it reads the column and does not mind whose moment it is.
 */
export class DateFeedbackFacts1795710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(source('accepted_at'));
    await runner.query(date('accepted_at'));
    await runner.query(
      `create index ix_candidate_failed on candidate (created_at) where state = 'failed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ix_candidate_failed`);
    await runner.query(source('created_at'));
    await runner.query(date('created_at'));
  }
}

type Moment = 'accepted_at' | 'created_at';

const date = (moment: Moment): string =>
  `update feedback_fact x set created_at = f.${moment}
   from feedback f where f.id = x.feedback_id and x.created_at <> f.${moment}`;

/** The answer that lengths and excerpts are of: the one voted on; of a ranking the better one, or A. */
const ANSWER = `coalesce(f.candidate_id, (f.shown ->> (case f.value when 'b_better' then 1 else 0 end))::uuid)`;

const source = (moment: Moment): string => `
  create or replace view feedback_fact_source as
  select f.id as feedback_id, f.${moment} as created_at,
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
  from feedback f join turn t on t.id = f.turn_id join conversation v on v.id = t.conversation_id`;
