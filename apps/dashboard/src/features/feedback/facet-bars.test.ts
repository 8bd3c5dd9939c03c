import { expect, test } from '@jest/globals';
import type { FeedbackFacets } from '@koi/contracts/http';
import { facetLists } from './facet-bars.js';
import { NO_WORD, readFilter, toRequest } from './feedback-filter.js';

const facets: FeedbackFacets = {
  values: { counted: 3, exact: true, bars: [{ kind: 'ranking', value: 'tie', count: 3 }] },
  questionTypes: { counted: 3, exact: true, bars: [{ type: '', count: 1 }] },
  questionLengths: { counted: 3, exact: true, bars: [{ min: 0, max: 20, count: 3 }] },
  answerLengths: { counted: 3, exact: true, bars: [{ min: 4000, max: null, count: 0 }] },
};
const changesOf = (query: Record<string, string>) =>
  facetLists(facets, readFilter(query)).map(({ bars }) => bars[0]?.changes);

test('a bar sets its filter', () => {
  expect(changesOf({})).toEqual([
    { kind: 'ranking', value: 'tie' },
    { questionType: NO_WORD },
    { minQuestionLength: '', maxQuestionLength: '20' },
    { minAnswerLength: '4000', maxAnswerLength: '' },
  ]);
});

test('a chosen bar takes its filter away', () => {
  expect(
    changesOf({
      kind: 'ranking',
      value: 'tie',
      questionType: NO_WORD,
      maxQuestionLength: '20',
      minAnswerLength: '4000',
    }),
  ).toEqual([
    { kind: '', value: '' },
    { questionType: '' },
    { minQuestionLength: '', maxQuestionLength: '' },
    { minAnswerLength: '', maxAnswerLength: '' },
  ]);
});

test('no word is asked for as the empty one', () => {
  expect(toRequest(readFilter({ questionType: NO_WORD }), new Date()).questionType).toBe('');
});
