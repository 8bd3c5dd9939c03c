import { Injectable } from '@nestjs/common';
import type { ConversationStep, DatasetFilter, FeedbackKind } from '@koi/contracts';
import type { Tx } from '@koi/database';
import type { PreferenceSource, VoteSource } from './dataset-source.js';

/** The kinds of feedback a dataset is made of. */
type Feedback = readonly FeedbackKind[];

/** A source row without its conversation path. */
export type Pathless<Source> = Source extends unknown ? Omit<Source, 'path'> : never;

/**
 * Reads the feedback of one dataset version. All calls share one REPEATABLE READ transaction.
 *
 * A cursor over the feedback's ids alone keeps the order (turn, participant, target) at the cost of one sort; the
 * texts are read in batches by id, so memory does not grow with the export.
 */
@Injectable()
export class DatasetSourceRepository {
  async count(tx: Tx, feedback: Feedback, filter: DatasetFilter): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `select count(*) as count ${MATCHING}`,
      matching(feedback, filter),
    );
    return row?.count ?? 0;
  }

  async open(tx: Tx, feedback: Feedback, filter: DatasetFilter): Promise<void> {
    await tx.query(
      `declare dataset_source no scroll cursor for
       select h.id ${MATCHING} order by h.turn_id, h.participant_id, h.target_id`,
      matching(feedback, filter),
    );
  }

  /** The next feedback ids; none at the end. */
  async next(tx: Tx, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(`fetch ${Math.trunc(limit)} from dataset_source`);
    return rows.map(({ id }) => id);
  }

  /** Rankings and corrections. */
  preferences(tx: Tx, ids: readonly string[]): Promise<Pathless<PreferenceSource>[]> {
    return tx.query(
      `select ${ORIGIN}, h.kind, h.value as outcome, h.strength, h.text,
              ${remarkOn(`case h.kind when 'correction' then h.target_id else
                (h.shown ->> (case h.value when 'b_better' then 1 else 0 end))::uuid end`)} as comment,
              case h.kind when 'correction' then ${answer('h.target_id')} end as answer,
              case h.kind when 'ranking' then
                json_build_object('a', ${answer(`h.shown ->> 0`)}, 'b', ${answer(`h.shown ->> 1`)}) end as answers
       ${FROM} where h.id = any($1::uuid[]) order by h.turn_id, h.participant_id, h.target_id`,
      [ids],
    );
  }

  votes(tx: Tx, ids: readonly string[]): Promise<Pathless<VoteSource>[]> {
    return tx.query(
      `select ${ORIGIN}, h.value, ${answer('h.target_id')} as answer, ${remarkOn('h.target_id')} as comment
       ${FROM} where h.id = any($1::uuid[]) order by h.turn_id, h.participant_id, h.target_id`,
      [ids],
    );
  }

  /** For each turn the messages from the root of its conversation to it, each with the answer it went on from. */
  async paths(tx: Tx, turnIds: readonly string[]): Promise<Map<string, ConversationStep[]>> {
    const rows = await tx.query<(ConversationStep & { leaf: string })[]>(
      `with recursive path as (
         select t.id as leaf, t.text, t.context, t.parent_candidate_id, null::text as answer, 0 as depth
         from turn t where t.id = any($1::uuid[])
         union all
         select path.leaf, t.text, t.context, t.parent_candidate_id, c.text, path.depth + 1
         from path join candidate c on c.id = path.parent_candidate_id join turn t on t.id = c.turn_id
       )
       select leaf, context, text, answer from path order by leaf, depth desc`,
      [turnIds],
    );
    const paths = new Map<string, ConversationStep[]>();
    for (const { leaf, ...step } of rows) {
      const path = paths.get(leaf) ?? [];
      path.push(step);
      paths.set(leaf, path);
    }
    return paths;
  }
}

const FROM = `
  from feedback h join turn t on t.id = h.turn_id join conversation v on v.id = t.conversation_id
  join chatbot b on b.id = v.chatbot_id join participant p on p.id = h.participant_id`;

const MATCHING = `
  from current_feedback f join feedback h on h.id = f.feedback_id join turn t on t.id = h.turn_id
  join conversation v on v.id = t.conversation_id join chatbot b on b.id = v.chatbot_id
  where f.kind = any($1) and f.value <> 'undo' and ($2::text is null or b.slug = $2)
    and f.accepted_at >= $3::timestamptz and f.accepted_at < $4::timestamptz`;

const matching = (feedback: Feedback, { chatbot, from, to }: DatasetFilter): unknown[] => [
  feedback,
  chatbot ?? null,
  from ?? '-infinity',
  to ?? 'infinity',
];

const ORIGIN = `
  h.id as "feedbackId", h.participant_id as "participantId", p.consented_at as "consentedAt",
  p.excluded_at as "participantExcludedAt",
  h.accepted_at as "acceptedAt", h.turn_id as "turnId", v.id as "conversationId",
  v.deleted_at as "conversationDeletedAt", h.shown_sha256 as "shownSha256", h.reasons, h.reasons_version as "reasonsVersion", b.slug as chatbot, b.system_prompt as "systemPrompt"`;

/** What the same participant remarks on an answer now. */
const remarkOn = (id: string): string => `(
  select r.text from current_feedback o join feedback r on r.id = o.feedback_id
  where o.participant_id = h.participant_id and o.kind = 'comment' and o.target_id = (${id}))`;

const answer = (id: string): string => `(
  select json_build_object('id', c.id, 'state', c.state, 'text', c.text, 'model', m.name, 'modelVersion', c.model_version)
  from candidate c join model m on m.id = c.model_id where c.id = (${id})::uuid)`;
