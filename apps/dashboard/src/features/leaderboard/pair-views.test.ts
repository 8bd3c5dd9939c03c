import { expect, test } from '@jest/globals';
import { pairViews } from './pair-views.js';

const pairOf = pairViews([
  {
    first: 0,
    second: 2,
    firstWins: 3,
    secondWins: 1,
    ties: 2,
    bothBad: 4,
    firstShare: { value: 0.75, low: 0.3, high: 0.95 },
  },
]);

test('a pair seen from either side', () => {
  expect(pairOf(0, 2)).toEqual({
    ...{ wins: 3, losses: 1, ties: 2, bothBad: 4 },
    share: { value: 0.75, low: 0.3, high: 0.95 },
  });
  const turned = pairOf(2, 0);
  expect(turned).toMatchObject({ wins: 1, losses: 3, ties: 2, bothBad: 4 });
  expect(turned?.share?.value).toBeCloseTo(0.25);
  expect(turned?.share?.low).toBeCloseTo(0.05);
  expect(turned?.share?.high).toBeCloseTo(0.7);
});

test('models that never met have no pair', () => {
  expect(pairOf(0, 1)).toBeUndefined();
  expect(pairOf(0, 0)).toBeUndefined();
});
