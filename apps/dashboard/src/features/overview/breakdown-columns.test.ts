import { expect, test } from '@jest/globals';
import type { BreakdownRow } from '@koi/contracts/http';
import { breakdownColumns, sortedRows } from './breakdown-columns.js';
import type { OverviewFilter } from './rows.js';

const filter: OverviewFilter = { period: { range: '7d' }, chatbot: '', model: 'oak', mode: '' };
const row = (label: string, more: Partial<BreakdownRow> = {}): BreakdownRow => ({
  name: label.toLowerCase(),
  label,
  conversations: 0,
  turns: 0,
  candidates: 4,
  failedCandidates: 1,
  failureRate: { value: 0.25, low: 0.05, high: 0.7 },
  fallbacks: 0,
  votesUp: 0,
  votesDown: 0,
  upRate: null,
  rankings: 0,
  corrections: 0,
  comments: 0,
  promptTokens: 10,
  completionTokens: 20,
  ttft: null,
  duration: null,
  cost: [],
  ...more,
});
const column = (label: string) => breakdownColumns.model.find((entry) => entry.label === label)!;

test('a number leads to its rows and says how many they are', () => {
  expect(column('Failed').cell(row('Oak'), filter)).toEqual({
    text: '1',
    count: 1,
    to: {
      name: 'feedback',
      query: { range: '7d', model: 'oak', view: 'answers', outcome: 'failed' },
    },
  });
});

test('without votes, times or a price there is a dash and nowhere to go', () => {
  for (const label of ['Up-rate', 'First token p50', 'Cost'])
    expect(column(label).cell(row('Oak'), filter)).toEqual({ text: '–' });
});

test('amounts in two currencies stand beside each other and lead to all answers', () => {
  const cost = [
    { currency: 'EUR', amount: 1.5 },
    { currency: 'USD', amount: 0.25 },
  ];
  const cell = column('Cost').cell(row('Oak', { cost }), filter);

  expect(cell.text).toBe('€1.50, $0.25');
  expect(cell.to).toMatchObject({ query: { view: 'answers' } });
  expect(cell.to).not.toMatchObject({ query: { currency: expect.anything() as unknown } });
});

test('rows go by the column, what has none of it last, equals by name', () => {
  const share = (value: number) => ({ value, low: 0, high: 1 });
  const found = [row('Elm'), row('Ash'), row('Oak', { upRate: share(0) })];
  const names = (by: string | undefined, descending: boolean) =>
    sortedRows(found, by ? column(by) : undefined, descending).map(({ label }) => label);

  expect(names('Up-rate', true)).toEqual(['Oak', 'Ash', 'Elm']);
  expect(names('Answers', true)).toEqual(['Ash', 'Elm', 'Oak']);
  expect(names(undefined, false)).toEqual(['Ash', 'Elm', 'Oak']);
});

test('the table by model has nothing that belongs to no single model', () => {
  const labels = breakdownColumns.model.map(({ label }) => label);

  for (const label of ['Conversations', 'Messages', 'Rankings'])
    expect(labels).not.toContain(label);
});
