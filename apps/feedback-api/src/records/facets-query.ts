import type { FeedbackFacets, FeedbackKind } from '@koi/contracts';
import { binding, countedRows, type FeedbackFilter, type Sql } from './fact-conditions.js';
import { latestFeedback } from './feedback-query.js';
import type { Found, Where } from './word-search.js';

/** Where the bars of the length histograms begin, after the one from 0, in characters. */
const EDGES = {
  questionLengths: [20, 50, 100, 200, 500, 1_000],
  answerLengths: [100, 250, 500, 1_000, 2_000, 4_000],
} as const;

const MOST_TYPES = 12;

export type Facet = keyof FeedbackFacets;

/** Of each distribution: what it groups by, and the filters that are its own. */
const FACETS: Record<
  Facet,
  { readonly groups: string; readonly own: readonly (keyof FeedbackFilter)[] }
> = {
  values: { groups: 'kind, value', own: ['kind', 'value'] },
  questionTypes: { groups: 'question_type', own: ['questionType'] },
  questionLengths: { groups: 'question_bar', own: ['minQuestionLength', 'maxQuestionLength'] },
  answerLengths: { groups: 'answer_bar', own: ['minAnswerLength', 'maxAnswerLength'] },
};

export interface FacetRow extends Found {
  readonly kind: FeedbackKind | null;
  readonly value: FeedbackFacets['values']['bars'][number]['value'] | null;
  readonly questionType: string | null;
  readonly questionBar: number | null;
  readonly answerBar: number | null;
  readonly count: number;
}

/** Distributions that one statement counts: those whose own filters are not set count the same rows. */
export function facetGroups(filter: FeedbackFilter): Facet[][] {
  const all = Object.keys(FACETS) as Facet[];
  const isNarrowed = (facet: Facet) => FACETS[facet].own.some((name) => filter[name] !== undefined);
  const shared = all.filter((facet) => !isNarrowed(facet));
  return [
    ...(shared.length > 0 ? [shared] : []),
    ...all.filter(isNarrowed).map((facet) => [facet]),
  ];
}

/** Counts the latest rows, without the filters of the facets' own. */
export function facetsSql(
  filter: FeedbackFilter,
  facets: readonly Facet[],
  where: Where = {},
): Sql {
  const own = new Set(facets.flatMap((facet) => FACETS[facet].own));
  const others = Object.fromEntries(
    Object.entries(filter).filter(([name]) => !own.has(name as keyof FeedbackFilter)),
  ) as FeedbackFilter;
  const { bind, parameters } = binding();
  const counted = countedRows(filter);
  const { from, isWhole } = latestFeedback(others, bind, where);
  const text = `
    with matched as materialized (
      select f.kind, f.value, f.question_type,
             width_bucket(f.question_length, '{${EDGES.questionLengths.join()}}'::int[]) as question_bar,
             width_bucket(f.answer_length, '{${EDGES.answerLengths.join()}}'::int[]) as answer_bar
      from ${from} limit ${counted + 1}
    )
    select ${SHOWN.map(([column, name]) => shown(column, name, facets)).join(', ')}, count(*)::int as count,
           case when (select count(*) from matched) > ${counted} then true else ${isWhole} end as complete
    from (select * from matched limit ${counted}) m
    group by grouping sets (${facets.map((facet) => `(${FACETS[facet].groups})`).join(', ')})
    order by count desc, 1, 2, 3, 4, 5`;
  return { text, parameters };
}

const SHOWN = [
  ['kind', 'kind'],
  ['value', 'value'],
  ['question_type', 'questionType'],
  ['question_bar', 'questionBar'],
  ['answer_bar', 'answerBar'],
] as const;

/** A column that no set groups by cannot be selected. */
const shown = (column: string, name: string, facets: readonly Facet[]): string =>
  facets.some((facet) => FACETS[facet].groups.split(', ').includes(column))
    ? `${column} as "${name}"`
    : `null as "${name}"`;

/** The distributions from the rows of all statements, each of as many rows as are counted at most. */
export function toFacets(rows: readonly FacetRow[], most: number): FeedbackFacets {
  const values = rows.flatMap(({ kind, value, count }) =>
    kind && value ? [{ kind, value, count }] : [],
  );
  const types = rows.flatMap(({ questionType: type, count }) =>
    type === null ? [] : [{ type, count }],
  );
  return {
    values: { ...summed(values, most), bars: values },
    questionTypes: { ...summed(types, most), bars: types.slice(0, MOST_TYPES) },
    questionLengths: lengthBars(rows, 'questionBar', most),
    answerLengths: lengthBars(rows, 'answerBar', most),
  };
}

function summed(bars: readonly { readonly count: number }[], most: number) {
  const counted = bars.reduce((sum, { count }) => sum + count, 0);
  return { counted, exact: counted < most };
}

function lengthBars(rows: readonly FacetRow[], column: 'questionBar' | 'answerBar', most: number) {
  const edges = column === 'questionBar' ? EDGES.questionLengths : EDGES.answerLengths;
  const counts = new Map(rows.map((row) => [row[column], row.count]));
  const bars = [0, ...edges].map((min, index) => ({
    min,
    max: edges[index] ?? null,
    count: counts.get(index) ?? 0,
  }));
  return { ...summed(bars, most), bars };
}
