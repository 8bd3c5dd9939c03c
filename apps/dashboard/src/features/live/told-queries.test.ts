import { expect, test } from '@jest/globals';
import { isNumber, isTold, STATISTICS } from './told-queries.js';

const query = (name: string, pages = 1) => ({
  queryKey: [name, { chatbot: 'pond' }],
  state: { data: { pages: Array.from({ length: pages }, () => ({ items: [] })) } },
});

test.each([
  ['statistics', 'feedback', true],
  ['statistics', 'turns', true],
  ['statistics', 'conversations', true],
  ['statistics', 'participants', true],
  ['statistics', 'leaderboard', true],
  ['statistics', 'battles', true],
  ['statistics', 'api-keys', true],
  ['statistics', 'models', false],
  ['records', 'feedback', false],
  ['records', 'participants', true],
  ['records', 'models', true],
  ['records', 'leaderboard', true],
  ['records', 'audit', true],
] as const)('a change of %s is told to %s: %s', (change, name, told) => {
  expect(isTold(change, query(name))).toBe(told);
});

test('numbers of the rollups have a rhythm of their own', () => {
  expect(isNumber(query(STATISTICS))).toBe(true);
  expect(isTold('statistics', query(STATISTICS))).toBe(false);
  expect(isNumber(query('feedback'))).toBe(false);
});

test('a list whose older pages are read stands still', () => {
  expect(isTold('statistics', query('feedback', 2))).toBe(false);
  expect(isTold('records', query('audit', 3))).toBe(false);
});

test('a query without an answer yet is told, too', () => {
  expect(isTold('records', { queryKey: ['models'], state: {} })).toBe(true);
});
