import { expect, test } from '@jest/globals';
import { ratingProgress } from './rating-progress.js';

const now = new Date('2026-05-01T10:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();

test('nothing is said when every ranking that counts is rated', () => {
  expect(ratingProgress({ counted: 7, rated: 7, nextRunAt: null }, now)).toBeUndefined();
  expect(ratingProgress({ counted: 0, rated: 0, nextRunAt: after(3) }, now)).toBeUndefined();
});

test.each([
  [after(29.6), 'in 30 s', false],
  [after(1), 'in 1 s', false],
  [after(0.4), 'now', false],
  [after(-89), 'now', false],
  [after(-200), '3 min 20 s', true],
  [null, 'soon', false],
])('the next run at %s: %s', (nextRunAt, when, late) => {
  expect(ratingProgress({ counted: 1, rated: 0, nextRunAt }, now)).toEqual({
    ...{ rankings: '1 ranking', change: 'given', when, late },
  });
});

test('rankings that were taken back wait as new ones do', () => {
  expect(ratingProgress({ counted: 1_000, rated: 3_500, nextRunAt: null }, now)).toMatchObject({
    rankings: '2,500 rankings',
    change: 'taken_back',
  });
});
