import { expect, test } from '@jest/globals';
import { isWild, matches } from './topic-pattern.js';

test.each([
  ['turns.a.b', 'turns.a.b', true],
  ['turns.a.b', 'turns.a.c', false],
  ['turns.a', 'turns.a.b', false],
  ['stops.*', 'stops.a', true],
  ['stops.*', 'stops.a.b', false],
  ['turns.*.b', 'turns.a.b', true],
  ['turns.a.>', 'turns.a.b.c', true],
  ['turns.a.>', 'turns.a', false],
  ['turns.a.>', 'turns.b.c', false],
])('%s and %s: %s', (pattern, topic, fits) => {
  expect(matches(pattern, topic)).toBe(fits);
});

test('only whole segments are wild', () => {
  expect(['stops.*', 'turns.a.>', '*.a'].map(isWild)).toEqual([true, true, true]);
  expect(['turns.a', 'turns.a*b', 'replies.>x'].map(isWild)).toEqual([false, false, false]);
});
