import { expect, test } from '@jest/globals';
import { dayGroup, groupByDay } from './group-by-day.js';

const now = new Date(2026, 4, 20, 9, 30);

test.each([
  [new Date(2026, 4, 20, 0, 1), 'today'],
  [new Date(2026, 4, 20, 9, 31), 'today'],
  [new Date(2026, 4, 19, 23, 59), 'yesterday'],
  [new Date(2026, 4, 14, 12), 'week'],
  [new Date(2026, 4, 13, 12), 'month'],
  [new Date(2026, 3, 21, 12), 'month'],
  [new Date(2026, 3, 20, 12), { month: '2026-04' }],
])('%s falls under %j', (moment, expected) => {
  expect(dayGroup(moment, now)).toEqual(expected);
});

test('groups keep the order in which items came', () => {
  const items = [new Date(2026, 4, 20, 9), new Date(2026, 4, 20, 8), new Date(2026, 2, 1)].map(
    (date, id) => ({ id, updatedAt: date.toISOString() }),
  );

  expect(
    groupByDay(items, now).map(({ name, items: some }) => [name, some.map(({ id }) => id)]),
  ).toEqual([
    ['today', [0, 1]],
    ['2026-03', [2]],
  ]);
});
