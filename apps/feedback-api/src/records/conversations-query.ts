import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import {
  binding,
  countedRows,
  hasWords,
  isCounted,
  isCurrently,
  isOfChatbot,
  matchesWords,
  modelConditions,
  speaks,
  statementConditions,
  type Bind,
  type FeedbackFilter,
  type Sql,
} from './fact-conditions.js';
import type { PageOf } from './feedback-query.js';
import { latestRows } from './latest-rows.js';
import type { Where } from './word-search.js';

/** One conversation as the table shows it; `at` is its place in the order. */
export interface ConversationListRow extends Keyset {
  readonly title: string;
  readonly chatbot: string;
  readonly participantId: string;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  readonly turns: number;
  readonly models: string[];
  readonly votesUp: number;
  readonly votesDown: number;
  readonly rankings: number;
  readonly corrections: number;
  readonly comments: number;
}

/** How many conversations a filter matches, as far as they are counted, and which these are where they are few. */
export interface MatchingConversations {
  readonly total: number;
  readonly ids: readonly string[] | null;
}

/** So many conversations are few. */
const FEW_CONVERSATIONS = 5_000;

/**
 * A page of the latest conversations before `after`, one row more than `limit`. Those that are known are looked up;
 * otherwise conversations are taken in their order, and each is asked, for words the latest `near` if that is given.
 */
export function conversationsPageSql(
  filter: FeedbackFilter,
  after: Keyset | undefined,
  limit: number,
  { ids, near }: PageOf = {},
): Sql {
  const { bind, parameters } = binding();
  const conditions = ids
    ? [`v.conversation_id = any(${bind(ids)}::uuid[])`]
    : askedInOrder(filter, bind);
  if (after)
    conditions.push(
      `(v.created_at, v.conversation_id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
    );
  const words = ids ? undefined : wordsOf(filter, bind, 'v');
  const { from } = latestRows('v', conditions, words, near);
  const said = (kind: string, value: string) =>
    `count(*) filter (where f.kind = '${kind}' and ${value})::int`;
  const text = `
    with page as materialized (
      select v.conversation_id from ${from} limit ${bind(limit + 1)}
    )
    select v.id, ${keysetMoment('v.created_at')} as at, v.title, b.slug as chatbot,
           v.participant_id as "participantId", v.created_at as "createdAt", v.deleted_at as "deletedAt",
           (select count(*)::int from turn t where t.conversation_id = v.id) as turns,
           array(select distinct m.label from turn t join candidate c on c.turn_id = t.id
                 join model m on m.id = c.model_id where t.conversation_id = v.id order by 1) as models,
           said.*
    from page join conversation v on v.id = page.conversation_id join chatbot b on b.id = v.chatbot_id
    cross join lateral (
      select ${said('vote', `f.value = 'up'`)} as "votesUp", ${said('vote', `f.value = 'down'`)} as "votesDown",
             ${said('ranking', `f.value <> 'undo'`)} as rankings,
             ${said('correction', `f.value = 'given'`)} as corrections,
             ${said('comment', `f.value = 'given'`)} as comments
      from feedback_fact f where f.conversation_id = v.id and f.current
    ) said
    order by v.created_at desc, v.id desc`;
  return { text, parameters };
}

/** What a filter asks of a conversation beside words. */
function askedInOrder(filter: FeedbackFilter, bind: Bind): string[] {
  const conditions = conversationConditions(filter, bind, 'v');
  if (asksForFeedback(filter))
    conditions.push(
      `exists (select from feedback_fact f where f.conversation_id = v.conversation_id
               and ${statementConditions(filter, bind).join(' and ') || 'true'})`,
    );
  return conditions;
}

const wordsOf = (
  { search, searchMatches }: FeedbackFilter,
  bind: Bind,
  fact: 'v' | 'f',
): string | undefined =>
  search ? hasWords(bind(search), searchMatches, `${fact}.conversation_id`) : undefined;

/**
 * How many conversations the filter matches; it counts no further than one beyond `countedRows`. Those with feedback of a
 * kind are counted from the feedback: to ask each conversation for its own takes longer. Words are looked for in
 * those alone, each once, and in `near` of them if that is given.
 */
export function countConversationsSql(filter: FeedbackFilter, { near }: Where = {}): Sql {
  const { bind, parameters } = binding();
  const counted = countedRows(filter);
  const { matched, isWhole } = asksForFeedback(filter)
    ? saidWithWords(filter, bind, near)
    : inOrder(filter, bind, near);
  const text = `
    select count(*)::int as total,
           case when count(*) <= ${FEW_CONVERSATIONS} then coalesce(array_agg(conversation_id), '{}') end as ids,
           case when count(*) > ${counted} then true else ${isWhole} end as complete
    from (${matched} limit ${counted + 1}) counted`;
  return { text, parameters };
}

interface Matched {
  readonly matched: string;
  readonly isWhole: string;
}

/** Words are looked for in order, so that the latest are found first; the rest are as they come. */
function inOrder(filter: FeedbackFilter, bind: Bind, near?: number): Matched {
  const conditions = conversationConditions(filter, bind, 'v');
  const words = wordsOf(filter, bind, 'v');
  if (words === undefined || near === undefined) {
    const all = [...conditions, ...(words === undefined ? [] : [words])].join(' and ');
    return {
      matched: `select v.conversation_id from conversation_fact v where ${all}`,
      isWhole: 'true',
    };
  }
  const { from, isWhole } = latestRows('v', conditions, words, near);
  return { matched: `select v.conversation_id from ${from}`, isWhole };
}

/**
 * How many conversations have the words, in the first `rows` turns that do, and how many turns were read for it. Turns of one
 * conversation lie side by side, so a multiple of the conversations wanted is enough of them.
 */
export function countConversationsWithWordsSql(search: string, rows: number | null): Sql {
  const { bind, parameters } = binding();
  const text = `
    select count(*)::int as total, coalesce(sum(turns), 0)::int as read
    from (
      select conversation_id, count(*) as turns
      from (
        select s.conversation_id from turn_search s
        where ${matchesWords('s.document', bind(search))} and s.conversation_id not in (
          select v.conversation_id from participant p join conversation_fact v on v.participant_id = p.id
          where p.excluded_at is not null)
        limit ${bind(rows)}
      ) found group by 1
    ) conversations`;
  return { text, parameters };
}

/**
 * Conversations with a statement that the filter asks for, and with its words. Those of few turns are where the looking
 * begins; otherwise each conversation is looked for once.
 */
function saidWithWords(filter: FeedbackFilter, bind: Bind, near?: number): Matched {
  const said = conversationsWithFeedback(filter, bind);
  const words = wordsOf(filter, bind, 'f');
  if (words === undefined) return { matched: said, isWhole: 'true' };
  if (filter.searchMatches === 'few') return { matched: `${said} and ${words}`, isWhole: 'true' };
  const limit = near === undefined ? '' : `limit ${near}`;
  return {
    matched: `with f as materialized (${said} ${limit}) select f.conversation_id from f where ${words}`,
    isWhole:
      near === undefined ? 'true' : `(select count(*) < ${near} from (${said} ${limit}) said)`,
  };
}

/** The ids of conversations with a statement that the filter asks for, each once. */
function conversationsWithFeedback(filter: FeedbackFilter, bind: Bind): string {
  const conditions = [
    ...conversationConditions(filter, bind, 'f'),
    ...statementConditions(filter, bind),
  ];
  const begun =
    filter.from || filter.to
      ? 'join conversation_fact v on v.conversation_id = f.conversation_id'
      : '';
  return `select distinct f.conversation_id from feedback_fact f ${begun} where ${conditions.join(' and ')}`;
}

/**
 * What a filter asks of a conversation beside words, each as one condition; `fact` is its own (`v`) or that of a piece of feedback in it
 * (`f`), which has the same columns but for when the conversation began.
 */
function conversationConditions(filter: FeedbackFilter, bind: Bind, fact: 'v' | 'f'): string[] {
  const { from, to, chatbot, participant, invite, language } = filter;
  const conditions = [isCounted(`${fact}.participant_id`)];
  if (from) conditions.push(`v.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`v.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot(`${fact}.chatbot_id`, bind(chatbot)));
  if (participant) conditions.push(`${fact}.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`${fact}.invite_id = ${bind(invite)}`);
  if (language) conditions.push(speaks(`${fact}.participant_id`, bind(language)));
  for (const kind of ['correction', 'comment'] as const)
    if (filter[kind] !== undefined)
      conditions.push(
        `${filter[kind] ? '' : 'not '}exists (
           select from feedback_fact w where w.conversation_id = ${fact}.conversation_id and ${isCurrently('w', kind)})`,
      );
  if (fact === 'v' && !asksForFeedback(filter)) conditions.push(...answerConditions(filter, bind));
  return conditions;
}

const STATEMENT_FILTERS = [
  'kind',
  'value',
  'reason',
  'questionType',
  'minQuestionLength',
  'maxQuestionLength',
  'minAnswerLength',
  'maxAnswerLength',
] as const satisfies readonly (keyof FeedbackFilter)[];

const asksForFeedback = (filter: FeedbackFilter): boolean =>
  STATEMENT_FILTERS.some((name) => filter[name] !== undefined);

/** Without a condition on feedback, a model is one that answered, and the mode is the one it was begun in. */
const answerConditions = (filter: FeedbackFilter, bind: Bind): string[] => [
  ...(filter.mode ? [`v.mode = ${bind(filter.mode)}`] : []),
  ...modelConditions('v', filter, bind),
];
