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
 * A page of the latest conversations before `after`, one row more than `limit`. Few that are known are looked up;
 * otherwise conversations are taken in their order, and each is asked.
 */
export function conversationsPageSql(
  filter: FeedbackFilter,
  after: Keyset | undefined,
  limit: number,
  known?: MatchingConversations,
): Sql {
  const { bind, parameters } = binding();
  const conditions = known?.ids
    ? [`v.conversation_id = any(${bind(known.ids)}::uuid[])`]
    : askedInOrder(filter, known, bind);
  if (after)
    conditions.push(
      `(v.created_at, v.conversation_id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
    );
  const said = (kind: string, value: string) =>
    `count(*) filter (where f.kind = '${kind}' and ${value})::int`;
  const text = `
    with page as materialized (
      select v.conversation_id from conversation_fact v where ${conditions.join(' and ')}
      order by v.created_at desc, v.conversation_id desc limit ${bind(limit + 1)}
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

function askedInOrder(
  filter: FeedbackFilter,
  known: MatchingConversations | undefined,
  bind: Bind,
): string[] {
  // Where more match than are counted, the words of the next ones are soon found in them.
  const isOften = known !== undefined && known.total > countedRows(filter);
  const conditions = conversationConditions(
    isOften && filter.searchMatches === 'some' ? { ...filter, searchMatches: 'many' } : filter,
    bind,
    'v',
  );
  if (asksForFeedback(filter))
    conditions.push(
      `exists (select from feedback_fact f where f.conversation_id = v.conversation_id
               and ${statementConditions(filter, bind).join(' and ') || 'true'})`,
    );
  return conditions;
}

/**
 * How many conversations the filter matches; it counts no further than one beyond `countedRows`. Those with feedback of a
 * kind are counted from the feedback: to ask each conversation whether it has any takes longer. Words are looked for in
 * those alone, each once.
 */
export function countConversationsSql(filter: FeedbackFilter): Sql {
  const { bind, parameters } = binding();
  const matched = asksForFeedback(filter)
    ? saidWithWords(filter, bind)
    : `select v.conversation_id from conversation_fact v where ${conversationConditions(filter, bind, 'v').join(' and ')}`;
  const text = `
    select count(*)::int as total,
           case when count(*) <= ${FEW_CONVERSATIONS} then coalesce(array_agg(conversation_id), '{}') end as ids
    from (${matched} limit ${countedRows(filter) + 1}) counted`;
  return { text, parameters };
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
function saidWithWords(filter: FeedbackFilter, bind: Bind): string {
  const { search, ...others } = filter;
  if (search === undefined || filter.searchMatches === 'few')
    return conversationsWithFeedback(filter, bind);
  const said = conversationsWithFeedback(others, bind);
  return `with said as materialized (${said})
          select conversation_id from said where ${hasWords(bind(search), others, 'said.conversation_id')}`;
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
 * What a filter asks of a conversation, each as one condition; `fact` is its own (`v`) or that of a piece of feedback in it
 * (`f`), which has the same columns but for when the conversation began.
 */
function conversationConditions(filter: FeedbackFilter, bind: Bind, fact: 'v' | 'f'): string[] {
  const { from, to, chatbot, participant, invite, language, search } = filter;
  const conditions = [isCounted(`${fact}.participant_id`)];
  if (from) conditions.push(`v.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`v.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot(`${fact}.chatbot_id`, bind(chatbot)));
  if (participant) conditions.push(`${fact}.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`${fact}.invite_id = ${bind(invite)}`);
  if (language) conditions.push(speaks(`${fact}.participant_id`, bind(language)));
  if (search) conditions.push(hasWords(bind(search), filter, `${fact}.conversation_id`));
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
