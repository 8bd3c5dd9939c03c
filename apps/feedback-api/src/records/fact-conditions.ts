import type { listFeedback, QueryOutputOf } from '@koi/contracts';

/** The filter of the Explore page; the model by its id. */
export type FeedbackFilter = Omit<
  QueryOutputOf<typeof listFeedback>,
  'cursor' | 'limit' | 'model'
> & {
  readonly modelId?: string;
  readonly searchMatches?: MatchingTurns;
};

/**
 * How many turns have the words of `search`. Few are looked up first; otherwise a page takes rows in their order, and asks
 * each whether it has them. Left to Postgres, which guesses how rare a word is, that took seconds for rare ones. A count
 * looks up even some, and asks row by row where most turns match: it is soon at its end then.
 */
export type MatchingTurns = 'few' | 'some' | 'many' | 'most';

/** So many turns are few; Postgres must not be wrong about them, so they are counted. */
export const FEW_TURNS = 20_000;

/** Up to so many turns, as Postgres estimates, are some. */
export const SOME_TURNS = 100_000;

/** From this share of all turns on they are most. */
export const MOST_TURNS = 0.6;

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

/** How words are looked for: the turns with them first, by a join that Postgres plans, or row by row. */
type WordSearch = 'turns first' | 'join' | 'row by row';

const pageSearch = ({ searchMatches }: FeedbackFilter): WordSearch =>
  searchMatches === 'few' ? 'turns first' : 'join';

/** For counts and distributions, which read all matching rows or the first `COUNTED_ROWS`. */
export const countSearch = (filter: FeedbackFilter): WordSearch => {
  const { searchMatches } = filter;
  if (searchMatches === 'few' || searchMatches === 'some') return 'turns first';
  return searchMatches === 'most' && !asksForWordsAlone(filter) ? 'row by row' : 'join';
};

/** Whether the filter asks for words and nothing else. */
export const asksForWordsAlone = ({
  search,
  searchMatches: _,
  current: __,
  ...rest
}: FeedbackFilter): boolean =>
  search !== undefined && Object.values(rest).every((value) => value === undefined);

function isOfTurnWith(words: string, how: WordSearch): string {
  const matches = matchesWords('s.document', words);
  switch (how) {
    case 'turns first':
      return `f.turn_id = any(array(select s.turn_id from turn_search s where ${matches}))`;
    case 'join':
      return `exists (select from turn_search s where s.turn_id = f.turn_id and ${matches})`;
    case 'row by row':
      return `(select ${matches} from turn_search s where s.turn_id = f.turn_id)`;
  }
}

/** What a filter asks of `feedback_fact f`, each as one condition. */
export function factConditions(
  filter: FeedbackFilter,
  bind: Bind,
  wordSearch = pageSearch(filter),
): string[] {
  const { from, to, chatbot, participant, invite, language, search } = filter;
  const conditions = [isCounted('f.participant_id'), ...statementConditions(filter, bind)];
  if (from) conditions.push(`f.created_at >= ${bind(new Date(from))}`);
  if (to) conditions.push(`f.created_at < ${bind(new Date(to))}`);
  if (chatbot) conditions.push(isOfChatbot('f.chatbot_id', bind(chatbot)));
  if (participant) conditions.push(`f.participant_id = ${bind(participant)}`);
  if (invite) conditions.push(`f.invite_id = ${bind(invite)}`);
  if (language) conditions.push(speaks('f.participant_id', bind(language)));
  if (search) conditions.push(isOfTurnWith(bind(search), wordSearch));
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
