import { expect, test } from '@jest/globals';
import { verdictOf } from './verdict.js';

test.each([
  ['a', 'a_better', 'chosen'],
  ['b', 'a_better', 'rejected'],
  ['a', 'b_better', 'rejected'],
  ['b', 'b_better', 'chosen'],
  ['a', 'tie', 'tie'],
  ['b', 'both_bad', 'both_bad'],
  ['a', 'undo', undefined],
  ['a', undefined, undefined],
] as const)('side %s of a turn ranked %s is %s', (side, ranking, verdict) => {
  expect(verdictOf(side, ranking)).toBe(verdict);
});
