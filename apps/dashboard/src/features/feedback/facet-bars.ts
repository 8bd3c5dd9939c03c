import type { FeedbackFacets } from '@koi/contracts/http';
import { NO_WORD, type FeedbackFilter } from './feedback-filter.js';
import { kindTexts, valueTexts } from './value-texts.js';

interface FacetBar {
  readonly label: string;
  readonly count: number;
  /** What the bar's link sets. */
  readonly changes: Partial<FeedbackFilter>;
  readonly chosen: boolean;
}

export interface FacetList {
  readonly title: string;
  readonly exact: boolean;
  readonly counted: number;
  readonly bars: readonly FacetBar[];
}

/** The distributions as lists of bars; a bar that is chosen takes its filter away again. */
export function facetLists(facets: FeedbackFacets, filter: FeedbackFilter): FacetList[] {
  const { values, questionTypes, questionLengths, answerLengths } = facets;
  return [
    list('Value', values, ({ kind, value, count }) => {
      const chosen = filter.kind === kind && filter.value === value;
      return {
        label: value === 'given' ? kindTexts[kind] : valueLabel(kind, value),
        count,
        chosen,
        changes: chosen ? { kind: '', value: '' } : { kind, value },
      };
    }),
    list('First word', questionTypes, ({ type, count }) => {
      const word = type || NO_WORD;
      const chosen = filter.questionType === word;
      return { label: word, count, chosen, changes: { questionType: chosen ? '' : word } };
    }),
    list(
      'Message length',
      questionLengths,
      lengthBar(filter, 'minQuestionLength', 'maxQuestionLength'),
    ),
    list('Answer length', answerLengths, lengthBar(filter, 'minAnswerLength', 'maxAnswerLength')),
  ];
}

/** What was taken back needs its kind beside it; the other values belong to one kind alone. */
const valueLabel = (kind: keyof typeof kindTexts, value: keyof typeof valueTexts): string =>
  value === 'undo' ? `${kindTexts[kind]} taken back` : valueTexts[value].label;

function list<Bar>(
  title: string,
  { bars, counted, exact }: { bars: readonly Bar[]; counted: number; exact: boolean },
  toBar: (bar: Bar) => FacetBar,
): FacetList {
  return { title, exact, counted, bars: bars.map(toBar) };
}

const lengthBar =
  (
    filter: FeedbackFilter,
    least: 'minQuestionLength' | 'minAnswerLength',
    limit: 'maxQuestionLength' | 'maxAnswerLength',
  ) =>
  ({ min, max, count }: { min: number; max: number | null; count: number }): FacetBar => {
    const from = min === 0 ? '' : String(min);
    const to = max === null ? '' : String(max);
    const chosen = filter[least] === from && filter[limit] === to;
    return {
      label: max === null ? `${min} +` : `${min}–${max - 1}`,
      count,
      chosen,
      changes: chosen ? { [least]: '', [limit]: '' } : { [least]: from, [limit]: to },
    };
  };
