import type { FeedbackKind, FeedbackRecord } from '@koi/contracts';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import {
  binding,
  countedRows,
  factConditions,
  hasWords,
  type Bind,
  type FeedbackFilter,
  type Sql,
} from './fact-conditions.js';
import { latestRows, type LatestRows } from './latest-rows.js';
import { NAMED_REASONS } from './named-reasons.js';
import type { Where } from './word-search.js';

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

/** How much feedback has the words of a filter, as far as it is counted, and the latest of it. */
export interface MatchingFeedback {
  readonly total: number;
  readonly ids: readonly string[];
}

/** Where a page is looked for: among rows that are known, or by a search for words. */
export interface PageOf extends Where {
  readonly ids?: readonly string[];
}

/** The latest feedback that a filter matches. */
export function latestFeedback(
  filter: FeedbackFilter,
  bind: Bind,
  { near }: Where,
  after?: Keyset,
): LatestRows {
  const { search, searchMatches } = filter;
  const conditions = factConditions(filter, bind);
  if (after) conditions.push(isBefore(after, bind));
  const words = search ? hasWords(bind(search), searchMatches, 'f.turn_id') : undefined;
  return latestRows('f', conditions, words, near);
}

const isBefore = ({ at, id }: Keyset, bind: Bind): string =>
  `(f.created_at, f.feedback_id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`;

/** A page of the latest feedback before `after`, one row more than `limit`. Texts are read of its rows alone. */
export function pageSql(
  filter: FeedbackFilter,
  after: Keyset | undefined,
  limit: number,
  { ids, ...where }: PageOf = {},
): Sql {
  const { bind, parameters } = binding();
  const { from } = ids
    ? latestRows('f', [
        `f.feedback_id = any(${bind(ids)}::uuid[])`,
        ...(after ? [isBefore(after, bind)] : []),
      ])
    : latestFeedback(filter, bind, where, after);
  const text = `
    with page as materialized (
      select f.feedback_id, f.created_at, f.current, f.model_ids from ${from} limit ${bind(limit + 1)}
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

/** How much has the words of a filter, counted no further, and the ids of the latest `most` of it. */
export function matchingSql(filter: FeedbackFilter, most: number, where: Where = {}): Sql {
  const { bind, parameters } = binding();
  const counted = countedRows(filter);
  const { from, isWhole } = latestFeedback(filter, bind, where);
  const text = `
    select count(*)::int as total,
           coalesce((array_agg(feedback_id order by created_at desc, feedback_id desc))[1:${most}], '{}') as ids,
           case when count(*) > ${counted} then true else ${isWhole} end as complete
    from (select f.feedback_id, f.created_at from ${from} limit ${counted + 1}) found`;
  return { text, parameters };
}
