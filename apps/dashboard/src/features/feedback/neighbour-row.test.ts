import { expect, test } from '@jest/globals';
import { neighbourRow } from './neighbour-row.js';

test.each([
  ['ArrowDown', -1, 3, 0],
  ['ArrowDown', 2, 3, 2],
  ['ArrowUp', 0, 3, 0],
  ['End', 0, 3, 2],
  ['Home', 2, 3, 0],
  ['Enter', 1, 3, undefined],
  ['ArrowDown', -1, 0, undefined],
] as const)('%s in row %p of %p leads to %p', (key, here, count, next) => {
  expect(neighbourRow(key, here, count)).toBe(next);
});
