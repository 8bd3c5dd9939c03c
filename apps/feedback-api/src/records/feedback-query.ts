import type { FeedbackKind, FeedbackRecord } from '@koi/contracts';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import {
  binding,
  countedRows,
  factConditions,
  type FeedbackFilter,
  type Sql,
} from './fact-conditions.js';
import { NAMED_REASONS } from './named-reasons.js';

/** One row of the history as the table shows it; `at` is its place in the order. */
export interface FeedbackRow extends Keyset {
  readonly kind: FeedbackKind;
  readonly value: FeedbackRecord['value'];
  readonly revision: number;
  readonly current: boolean;
  readonly createdAt: Date;
  readonly chatbot: string;
  readonly conversationId: string;
  readonly turnId: string;
  readonly candidateId: string | null;
  readonly participantId: string;
  readonly models: string[];
  readonly promptExcerpt: string;
  readonly answerExcerpt: string;
  readonly reasons: FeedbackRecord['reasons'];
  readonly strength: FeedbackRecord['strength'];
  readonly textExcerpt: string | null;
}

/** The answer the excerpt is of: the one voted on; of a ranking the better one, or A. */
const ANSWER = `coalesce(f.candidate_id, (f.shown ->> (case f.value when 'b_better' then 1 else 0 end))::uuid)`;

/** A page of the latest feedback before `after`, one row more than `limit`. Texts are read of its rows alone. */
export function pageSql(filter: FeedbackFilter, after: Keyset | undefined, limit: number): Sql {
  const { bind, parameters } = binding();
  const conditions = factConditions(filter, bind);
  if (after)
    conditions.push(
      `(f.created_at, f.feedback_id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
    );
  const text = `
    with page as materialized (
      select f.feedback_id, f.created_at, f.current, f.model_ids from feedback_fact f where ${conditions.join(' and ')}
      order by f.created_at desc, f.feedback_id desc limit ${bind(limit + 1)}
    )
    select f.id, ${keysetMoment('page.created_at')} as at, f.kind, f.value, f.revision, page.current,
           page.created_at as "createdAt", b.slug as chatbot, v.id as "conversationId", f.turn_id as "turnId",
           f.candidate_id as "candidateId", f.participant_id as "participantId",
           array(select m.label from unnest(page.model_ids) with ordinality shown(id, place)
                 join model m on m.id = shown.id order by place) as models,
           left(t.text, 200) as "promptExcerpt",
           coalesce((select left(c.text, 200) from candidate c where c.id = ${ANSWER}), '') as "answerExcerpt",
           f.strength, ${NAMED_REASONS} as reasons, left(f.text, 200) as "textExcerpt"
    from page join feedback f on f.id = page.feedback_id
    join turn t on t.id = f.turn_id join conversation v on v.id = t.conversation_id
    join chatbot b on b.id = v.chatbot_id
    order by page.created_at desc, f.id desc`;
  return { text, parameters };
}

/** How many rows the filter matches; it counts no further than one beyond `countedRows`. */
export function countSql(filter: FeedbackFilter): Sql {
  const { bind, parameters } = binding();
  const conditions = factConditions(filter, bind).join(' and ');
  const text = `
    select count(*)::int as total
    from (select from feedback_fact f where ${conditions} limit ${countedRows(filter) + 1}) counted`;
  return { text, parameters };
}
