import { COUNTED_ROWS } from '@koi/contracts';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import {
  binding,
  isCounted,
  isCurrently,
  isOfChatbot,
  matchesWords,
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

/** A page of the latest conversations before `after`, one row more than `limit`. */
export function conversationsPageSql(
  filter: FeedbackFilter,
  after: Keyset | undefined,
  limit: number,
): Sql {
  const { bind, parameters } = binding();
  const conditions = conversationConditions(filter, bind);
  if (after)
    conditions.push(
      `(v.created_at, v.id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
    );
  const said = (kind: string, value: string) =>
    `count(*) filter (where f.kind = '${kind}' and ${value})::int`;
  const text = `
    with page as materialized (
      select v.* from conversation v where ${conditions.join(' and ')}
      order by v.created_at desc, v.id desc limit ${bind(limit + 1)}
    )
    select v.id, ${keysetMoment('v.created_at')} as at, v.title, b.slug as chatbot,
           v.participant_id as "participantId", v.created_at as "createdAt", v.deleted_at as "deletedAt",
           (select count(*)::int from turn t where t.conversation_id = v.id) as turns,
           array(select distinct m.label from turn t join candidate c on c.turn_id = t.id
                 join model m on m.id = c.model_id where t.conversation_id = v.id order by 1) as models,
           said.*
    from page v join chatbot b on b.id = v.chatbot_id
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

/** How many conversations the filter matches; it counts no further than one beyond `COUNTED_ROWS`. */
export function countConversationsSql(filter: FeedbackFilter): Sql {
  const { bind, parameters } = binding();
  const conditions = conversationConditions(filter, bind).join(' and ');
  const text = `
    select count(*)::int as total
    from (select from conversation v where ${conditions} limit ${COUNTED_ROWS + 1}) counted`;
  return { text, parameters };
}

function conversationConditions(filter: FeedbackFilter, bind: Bind): string[] {
  const { from, to, chatbot, participant, invite, language, search } = filter;
  const conditions = [isCounted('v.participant_id')];
  if (from) conditions.push(`v.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`v.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot('v.chatbot_id', bind(chatbot)));
  if (participant) conditions.push(`v.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`v.invite_id = ${bind(invite)}`);
  if (language) conditions.push(speaks('v.participant_id', bind(language)));
  if (search) {
    const matches = matchesWords('s.document', bind(search));
    conditions.push(
      filter.searchIsRare
        ? `v.id = any(array(select t.conversation_id from turn_search s join turn t on t.id = s.turn_id where ${matches}))`
        : `exists (select from turn t join turn_search s on s.turn_id = t.id
                   where t.conversation_id = v.id and ${matches})`,
    );
  }
  for (const kind of ['correction', 'comment'] as const)
    if (filter[kind] !== undefined)
      conditions.push(
        `${filter[kind] ? '' : 'not '}exists (
           select from feedback_fact w where w.conversation_id = v.id and ${isCurrently('w', kind)})`,
      );
  if (asksForFeedback(filter))
    conditions.push(
      `exists (select from feedback_fact f where f.conversation_id = v.id
               and ${statementConditions(filter, bind).join(' and ') || 'true'})`,
    );
  else conditions.push(...answerConditions(filter, bind));
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
function answerConditions({ modelId, version, mode }: FeedbackFilter, bind: Bind): string[] {
  const conditions: string[] = [];
  if (mode)
    conditions.push(
      `(select t.feedback_mode from turn t where t.conversation_id = v.id order by t.id limit 1) = ${bind(mode)}`,
    );
  const wrote = [
    ...(modelId ? [`c.model_id = ${bind(modelId)}`] : []),
    ...(version ? [`c.model_version = ${bind(version)}`] : []),
  ];
  if (wrote.length > 0)
    conditions.push(
      `exists (select from turn t join candidate c on c.turn_id = t.id
               where t.conversation_id = v.id and ${wrote.join(' and ')})`,
    );
  return conditions;
}
