import {
  COUNTED_ROWS,
  type AnswerOutcome,
  type downloadCandidates,
  type downloadTurns,
  type FailureOfAnswer,
  type FeedbackMode,
  type QueryOutputOf,
  type TurnState,
} from '@koi/contracts';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import {
  binding,
  isCounted,
  isOfChatbot,
  type Bind,
  type Sql,
} from '../records/fact-conditions.js';

export type TurnFilter = QueryOutputOf<typeof downloadTurns>;
export type CandidateFilter = QueryOutputOf<typeof downloadCandidates>;

/** One message as the table shows it; `at` is its place in the order. */
export interface TurnListRow extends Keyset {
  readonly conversationId: string;
  readonly participantId: string;
  readonly chatbot: string;
  readonly mode: FeedbackMode;
  readonly state: TurnState;
  readonly createdAt: Date;
  readonly textExcerpt: string;
  readonly models: string[];
}

/** One answer as the table shows it. */
export interface CandidateListRow extends Keyset {
  readonly turnId: string;
  readonly conversationId: string;
  readonly participantId: string;
  readonly chatbot: string;
  readonly mode: FeedbackMode;
  readonly model: string;
  readonly modelVersion: number;
  readonly fallbackFor: string | null;
  readonly outcome: AnswerOutcome;
  readonly failureKind: FailureOfAnswer | null;
  readonly errorExcerpt: string | null;
  readonly createdAt: Date;
  readonly promptExcerpt: string;
  readonly answerExcerpt: string;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly ttftMs: number | null;
  readonly durationMs: number | null;
}

/** What the answers of a filter add up to; `total` counts no further than one beyond `COUNTED_ROWS`. */
export interface CandidateSums {
  readonly total: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: { currency: string; amount: number }[];
}

const TURNS = `turn t join conversation v on v.id = t.conversation_id`;
const CANDIDATES = `candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id`;
/** How the failure of an answer is called; those of before the kinds have none. */
const FAILURE = `case when c.state = 'failed' then coalesce(c.failure_kind, 'unknown') end`;

/** A page of the latest messages before `after`, one row more than `limit`. */
export function turnsPageSql(filter: TurnFilter, after: Keyset | undefined, limit: number): Sql {
  const { bind, parameters } = binding();
  const conditions = turnConditions(filter, 't.created_at', bind);
  if (after) conditions.push(isBefore('t', after, bind));
  const text = `
    with page as materialized (
      select t.*, v.participant_id, v.chatbot_id from ${TURNS} where ${conditions.join(' and ')}
      order by t.created_at desc, t.id desc limit ${bind(limit + 1)}
    )
    select t.id, ${keysetMoment('t.created_at')} as at, t.conversation_id as "conversationId",
           t.participant_id as "participantId", b.slug as chatbot, t.feedback_mode as mode, t.state,
           t.created_at as "createdAt", left(t.text, 200) as "textExcerpt",
           array(select m.label from candidate c join model m on m.id = c.model_id
                 where c.turn_id = t.id order by c.side, c.position) as models
    from page t join chatbot b on b.id = t.chatbot_id
    order by t.created_at desc, t.id desc`;
  return { text, parameters };
}

export function countTurnsSql(filter: TurnFilter): Sql {
  const { bind, parameters } = binding();
  const conditions = turnConditions(filter, 't.created_at', bind).join(' and ');
  const text = `
    select count(*)::int as total
    from (select from ${TURNS} where ${conditions} limit ${COUNTED_ROWS + 1}) counted`;
  return { text, parameters };
}

/** A page of the latest answers before `after`, one row more than `limit`. */
export function candidatesPageSql(
  filter: CandidateFilter,
  after: Keyset | undefined,
  limit: number,
): Sql {
  const { bind, parameters } = binding();
  const conditions = candidateConditions(filter, bind);
  if (after) conditions.push(isBefore('c', after, bind));
  const text = `
    with page as materialized (
      select c.id from ${CANDIDATES} where ${conditions.join(' and ')}
      order by c.created_at desc, c.id desc limit ${bind(limit + 1)}
    )
    select c.id, ${keysetMoment('c.created_at')} as at, c.turn_id as "turnId", v.id as "conversationId",
           v.participant_id as "participantId", b.slug as chatbot, t.feedback_mode as mode, m.label as model,
           c.model_version as "modelVersion", drawn.label as "fallbackFor", c.state as outcome,
           ${FAILURE} as "failureKind", left(c.error_detail, 200) as "errorExcerpt", c.created_at as "createdAt",
           left(t.text, 200) as "promptExcerpt", left(c.text, 200) as "answerExcerpt",
           c.prompt_tokens as "promptTokens", c.completion_tokens as "completionTokens",
           c.cost::double precision as amount, c.cost_currency as currency, c.ttft_ms as "ttftMs",
           c.duration_ms as "durationMs"
    from page join candidate c on c.id = page.id join turn t on t.id = c.turn_id
    join conversation v on v.id = t.conversation_id join chatbot b on b.id = v.chatbot_id
    join model m on m.id = c.model_id left join model drawn on drawn.id = c.fallback_for_model_id
    order by c.created_at desc, c.id desc`;
  return { text, parameters };
}

export function candidateSumsSql(filter: CandidateFilter): Sql {
  const { bind, parameters } = binding();
  const conditions = candidateConditions(filter, bind).join(' and ');
  const text = `
    with matched as materialized (
      select c.prompt_tokens, c.completion_tokens, c.cost, c.cost_currency from ${CANDIDATES}
      where ${conditions} limit ${COUNTED_ROWS + 1}
    )
    select count(*)::int as total, coalesce(sum(prompt_tokens), 0)::bigint as "promptTokens",
           coalesce(sum(completion_tokens), 0)::bigint as "completionTokens",
           (select coalesce(json_agg(json_build_object('currency', currency, 'amount', amount)
                                     order by amount desc, currency), '[]')
            from (select cost_currency as currency, sum(cost)::double precision as amount
                  from matched where cost is not null group by 1) costs) as cost
    from matched`;
  return { text, parameters };
}

function turnConditions(
  { from, to, chatbot, mode, participant, invite, excluded }: TurnFilter,
  moment: string,
  bind: Bind,
): string[] {
  const conditions = excluded === 'included' ? ['true'] : [isCounted('v.participant_id')];
  if (from) conditions.push(`${moment} >= ${bind(new Date(from))}`);
  if (to) conditions.push(`${moment} < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot('v.chatbot_id', bind(chatbot)));
  if (mode) conditions.push(`t.feedback_mode = ${bind(mode)}`);
  if (participant) conditions.push(`v.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`v.invite_id = ${bind(invite)}`);
  return conditions;
}

/** The same answers that the rollups count: those that have ended, each at the moment it was asked for. */
function candidateConditions(filter: CandidateFilter, bind: Bind): string[] {
  const { model, outcome, failure, fallback, measured, currency } = filter;
  const conditions = turnConditions(filter, 'c.created_at', bind);
  conditions.push(`c.state in ('completed', 'stopped', 'failed')`);
  if (model) conditions.push(`c.model_id = (select id from model where name = ${bind(model)})`);
  if (outcome) conditions.push(`c.state = ${bind(outcome)}`);
  if (failure)
    conditions.push(
      `c.state = 'failed' and coalesce(c.failure_kind, 'unknown') = ${bind(failure)}`,
    );
  if (fallback) conditions.push('c.fallback_for_model_id is not null');
  if (measured === 'ttft') conditions.push('c.ttft_ms is not null');
  if (measured === 'duration')
    conditions.push(`c.state = 'completed' and c.duration_ms is not null`);
  if (currency) conditions.push(`c.cost is not null and c.cost_currency = ${bind(currency)}`);
  return conditions;
}

const isBefore = (table: 't' | 'c', { at, id }: Keyset, bind: Bind): string =>
  `(${table}.created_at, ${table}.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`;
