import { expect, test } from '@jest/globals';
import { bucketLabels } from './bucket-label.js';
import { isLabelled, labelEvery } from './label-every.js';

test('an axis names the hour, and the day where one begins', () => {
  const { axis } = bucketLabels('Europe/Berlin');

  expect([axis('2026-03-09T22:00:00Z', 'hour'), axis('2026-03-09T23:00:00Z', 'hour')]).toEqual([
    '23:00',
    'Mar 10',
  ]);
});

test('a day is named by the zone it begins in', () => {
  const { axis, whole } = bucketLabels('Asia/Tokyo');

  expect(axis('2026-03-09T15:00:00Z', 'day')).toBe('Mar 10');
  expect(whole('2026-03-09T15:00:00Z', 'day')).toBe('Tue, Mar 10, 2026');
});

test.each([
  ['minute', 61, 12, 10],
  ['hour', 25, 12, 3],
  ['hour', 169, 8, 24],
  ['day', 31, 12, 7],
  ['day', 4_000, 10, 400],
] as const)('%s × %p with room for %p: a label each %p', (step, buckets, room, every) => {
  expect(labelEvery(step, buckets, room)).toBe(every);
});

test('labels stand at round minutes', () => {
  const labelled = ['2026-03-09T15:07:00Z', '2026-03-09T15:10:00Z'].map((start, index) =>
    isLabelled(start, 'minute', 10, index),
  );

  expect(labelled).toEqual([false, true]);
});
