import {
  COUNTED_ROWS,
  COUNTED_ROWS_WITH_WORDS,
  type listFeedback,
  type QueryOutputOf,
} from '@koi/contracts';

/** The filter of the Explore page; the model by its id. */
export type FeedbackFilter = Omit<
  QueryOutputOf<typeof listFeedback>,
  'cursor' | 'limit' | 'model'
> & {
  readonly modelId?: string;
  readonly searchMatches?: MatchingTurns;
};

/**
 * How many turns have the words of `search`, which decides how rows with them are found:
 *
 * - Few: the rows of these turns are looked up, and put in order.
 * - Some: rows are taken in their order, and looked for among all of these turns, which are read into memory before.
 * - Many: rows are taken in their order, and the words of each are looked at. That is soon at its end, where the words
 *   are as frequent among these rows as elsewhere; where they are not, the turns are read after all (`WordSearch`).
 *
 * Left to Postgres, which knows neither how rare words are together nor what it costs to look at them, any of the three
 * took seconds somewhere. docs/decisions/0036 has the numbers.
 */
export type MatchingTurns = 'few' | 'some' | 'many';

/** As far as the rows of a filter are counted. */
export const countedRows = ({ search }: Pick<FeedbackFilter, 'search'>): number =>
  search === undefined ? COUNTED_ROWS : COUNTED_ROWS_WITH_WORDS;

export interface Sql {
  readonly text: string;
  readonly parameters: unknown[];
}

export type Bind = (value: unknown) => string;

/** The parameters of a statement, and how a value becomes one of them. */
export function binding(): { bind: Bind; parameters: unknown[] } {
  const parameters: unknown[] = [];
  return { parameters, bind: (value) => `$${parameters.push(value)}` };
}

/** Whom the statistics leave out is not in the rows behind them either. */
export const isCounted = (participant: string): string =>
  `${participant} not in (select id from participant where excluded_at is not null)`;

export const isOfChatbot = (column: string, slug: string): string =>
  `${column} = (select id from chatbot where slug = ${slug})`;

export const speaks = (participant: string, language: string): string =>
  `${participant} in (select id from participant where language = ${language})`;

export const matchesWords = (document: string, words: string): string =>
  `${document} @@ websearch_to_tsquery('simple', ${words})`;

/** Whether the filter asks for words and nothing else. */
export const asksForWordsAlone = ({
  search,
  searchMatches: _,
  current: __,
  ...rest
}: FeedbackFilter): boolean =>
  search !== undefined && Object.values(rest).every((value) => value === undefined);

/**
 * Whether a row belongs to a turn, or to a conversation, with the words. The conditions are written so that Postgres takes
 * them as they stand, and does not make a join of them.
 */
export function hasWords(
  words: string,
  searchMatches: MatchingTurns | undefined,
  row: 'f.turn_id' | 'f.conversation_id' | 'v.conversation_id',
): string {
  const [, column = ''] = row.split('.');
  const matches = matchesWords('s.document', words);
  const found = `select s.${column} from turn_search s where ${matches}`;
  if (searchMatches === 'many')
    return `(select true from turn_search s where s.${column} = ${row} and ${matches} limit 1)`;
  if (searchMatches === 'some') return `(${row} in (${found})) is true`;
  return `${row} = any(array(${found}))`;
}

/** What a filter asks of `feedback_fact f` beside words, each as one condition. */
export function factConditions(filter: FeedbackFilter, bind: Bind): string[] {
  const { from, to, chatbot, participant, invite, language } = filter;
  const conditions = [isCounted('f.participant_id'), ...statementConditions(filter, bind)];
  if (from) conditions.push(`f.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`f.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot('f.chatbot_id', bind(chatbot)));
  if (participant) conditions.push(`f.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`f.invite_id = ${bind(invite)}`);
  if (language) conditions.push(speaks('f.participant_id', bind(language)));
  for (const kind of ['correction', 'comment'] as const)
    if (filter[kind] !== undefined)
      // The turns alone are a join, which begins with the few that have one.
      conditions.push(
        ...(filter[kind] ? [isOfTurn(kind), isAbout(kind)] : [`not ${isAbout(kind)}`]),
      );
  return conditions;
}

export const isCurrently = (fact: string, kind: 'correction' | 'comment'): string =>
  `${fact}.kind = '${kind}' and ${fact}.value = 'given' and ${fact}.current`;

const isOfTurn = (kind: 'correction' | 'comment'): string =>
  `f.turn_id in (select w.turn_id from feedback_fact w where ${isCurrently('w', kind)})`;

/** Whether an answer that a statement is about, of a ranking any of its turn's, has one now. */
function isAbout(kind: 'correction' | 'comment'): string {
  const those = (column: string): string =>
    `f.${column} in (select w.${column} from feedback_fact w where ${isCurrently('w', kind)})`;
  return `(f.kind = 'ranking' and ${those('turn_id')} or f.kind <> 'ranking' and ${those('target_id')})`;
}

/** What it asks of the statement itself, whoever made it and wherever. */
export function statementConditions(filter: FeedbackFilter, bind: Bind): string[] {
  const { kind, value, current, mode, reason, questionType } = filter;
  const conditions: string[] = [];
  if (kind) conditions.push(`f.kind = ${bind(kind)}`);
  if (value) conditions.push(`f.value = ${bind(value)}`);
  if (current) conditions.push('f.current');
  // What was taken back is no current opinion; who asks for `undo` still sees it.
  if (current && !value) conditions.push(`f.value <> 'undo'`);
  if (mode) conditions.push(`f.mode = ${bind(mode)}`);
  conditions.push(...modelConditions('f', filter, bind));
  if (reason) conditions.push(`f.reasons <> '{}' and f.reasons @> array[${bind(reason)}]`);
  if (questionType !== undefined) conditions.push(`f.question_type = ${bind(questionType)}`);
  for (const [column, least, limit] of [
    ['f.question_length', filter.minQuestionLength, filter.maxQuestionLength],
    ['f.answer_length', filter.minAnswerLength, filter.maxAnswerLength],
  ] as const) {
    if (least !== undefined) conditions.push(`${column} >= ${bind(least)}`);
    if (limit !== undefined) conditions.push(`${column} < ${bind(limit)}`);
  }
  return conditions;
}

/**
 * Which model wrote an answer, and in which version: of one answer, when both are asked for. `fact` has models and their
 * versions side by side in `model_ids` and `model_versions`.
 */
export function modelConditions(
  fact: string,
  { modelId, version }: FeedbackFilter,
  bind: Bind,
): string[] {
  const model = modelId && `${bind(modelId)}::uuid`;
  const its = version && `${bind(version)}::int`;
  return [
    ...(model ? [`${fact}.model_ids @> array[${model}]`] : []),
    ...(its ? [`${its} = any(${fact}.model_versions)`] : []),
    ...(model && its ? [`(${sameAnswer(fact, model, its)})`] : []),
  ];
}

/** Feedback is about two answers at most, and most conversations have few models. */
const PLACES = [1, 2, 3, 4];

/** The first places are looked at one by one: to unnest the arrays of every row takes longer than all the rest. */
const sameAnswer = (fact: string, model: string, version: string): string =>
  [
    ...PLACES.map(
      (place) =>
        `${fact}.model_ids[${place}] = ${model} and ${fact}.model_versions[${place}] = ${version}`,
    ),
    `cardinality(${fact}.model_ids) > ${PLACES.length} and exists (
       select from unnest(${fact}.model_ids, ${fact}.model_versions) answer (model_id, version)
       where answer.model_id = ${model} and answer.version = ${version})`,
  ].join(' or ');
