import type { FeedbackKind, FeedbackRecord, listFeedback, QueryOutputOf } from '@koi/contracts';
import { NAMED_REASONS } from './named-reasons.js';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

/** The model by its id: with it Postgres knows how rare the model is, and begins at that end. */
export type FeedbackFilter = Omit<
  QueryOutputOf<typeof listFeedback>,
  'cursor' | 'limit' | 'model'
> & { readonly modelId?: string };

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

export interface Sql {
  readonly text: string;
  readonly parameters: unknown[];
}

const FROM = `
  from feedback f
  left join current_feedback cf on cf.feedback_id = f.id
  join turn t on t.id = f.turn_id
  join conversation v on v.id = t.conversation_id
  join chatbot b on b.id = v.chatbot_id`;

/** The answer the excerpt is of: the one voted on; of a ranking the better one, or A. */
const ANSWER = `coalesce(f.candidate_id, (f.shown ->> (case f.value when 'b_better' then 1 else 0 end))::uuid)`;

/** A page of the latest feedback before `after`, one row more than `limit`. */
export function pageSql(filter: FeedbackFilter, after: Keyset | undefined, limit: number): Sql {
  const { conditions, bind, parameters } = conditionsOf(filter);
  if (after)
    conditions.push(
      `(f.created_at, f.id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
    );
  const text = `
    select f.id, ${keysetMoment('f.created_at')} as at, f.kind, f.value, f.revision, cf.feedback_id is not null as current,
           f.created_at as "createdAt", b.slug as chatbot, v.id as "conversationId", f.turn_id as "turnId",
           f.candidate_id as "candidateId", f.participant_id as "participantId",
           array(select m.label from jsonb_array_elements_text(f.shown) with ordinality shown(id, place)
                 join candidate c on c.id = shown.id::uuid join model m on m.id = c.model_id order by place) as models,
           left(t.text, 200) as "promptExcerpt",
           coalesce((select left(c.text, 200) from candidate c where c.id = ${ANSWER}), '') as "answerExcerpt",
           f.strength, ${NAMED_REASONS} as reasons, left(f.text, 200) as "textExcerpt"
    ${FROM} where ${conditions.join(' and ')}
    order by f.created_at desc, f.id desc limit ${bind(limit + 1)}`;
  return { text, parameters };
}

/** How many rows the filter matches. */
export function countSql(filter: FeedbackFilter): Sql {
  const { conditions, parameters } = conditionsOf(filter);
  return { text: `select count(*) as total ${FROM} where ${conditions.join(' and ')}`, parameters };
}

function conditionsOf(filter: FeedbackFilter) {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const { from, to, chatbot, modelId, kind, value, current } = filter;
  // Whom the statistics leave out is not in the rows behind them either.
  const conditions = [
    `not exists (select 1 from participant p where p.id = f.participant_id and p.excluded_at is not null)`,
  ];
  if (from) conditions.push(`f.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`f.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(`b.slug = ${bind(chatbot)}`);
  if (kind) conditions.push(`f.kind = ${bind(kind)}`);
  if (value) conditions.push(`f.value = ${bind(value)}`);
  if (current) conditions.push('cf.feedback_id is not null');
  // What was taken back is no current opinion; who asks for `undo` still sees it.
  if (current && value !== 'undo') conditions.push(`f.value <> 'undo'`);
  if (modelId)
    conditions.push(
      `exists (select from candidate c where c.model_id = ${bind(modelId)} and c.turn_id = f.turn_id
                 and (f.candidate_id is null or c.id = f.candidate_id))`,
    );
  return { conditions, bind, parameters };
}
