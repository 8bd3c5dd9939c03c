import { expect, test } from '@jest/globals';
import { rankingKey } from './ranking-key.js';

const press = (key: string, change: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  defaultPrevented: false,
  ...change,
});
const outside = { closest: () => null };
const inside = { closest: () => ({}) as Element };

test.each([
  ['ArrowLeft', 'a_better'],
  ['ArrowRight', 'b_better'],
  ['t', 'tie'],
  ['B', 'both_bad'],
  ['x', undefined],
])('%s chooses %s', (key, expected) => {
  expect(rankingKey(press(key), outside)).toBe(expected);
});

test('where the page runs from right to left, the arrows still mean the answer on their side', () => {
  expect(rankingKey(press('ArrowLeft'), outside, true)).toBe('b_better');
  expect(rankingKey(press('ArrowRight'), outside, true)).toBe('a_better');
  expect(rankingKey(press('t'), outside, true)).toBe('tie');
});

test('keys in a text field, with a modifier or held down choose nothing', () => {
  expect(rankingKey(press('t'), inside)).toBeUndefined();
  expect(rankingKey(press('ArrowLeft', { altKey: true }), outside)).toBeUndefined();
  expect(rankingKey(press('b', { repeat: true }), null)).toBeUndefined();
});
