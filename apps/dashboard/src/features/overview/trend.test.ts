import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shareTrend, trendOf } from './trend.js';

test.each([
  [12, 10, 'good', { text: '20 %', direction: 'up', good: true }],
  [8, 10, 'good', { text: '20 %', direction: 'down', good: false }],
  [12, 10, 'bad', { text: '20 %', direction: 'up', good: false }],
  [12, 10, 'neither', { text: '20 %', direction: 'up' }],
  [3, 0, 'neither', { text: 'new', direction: 'up' }],
  [0, 4, 'bad', { text: '100 %', direction: 'down', good: true }],
  [1000, 10, 'neither', { text: '× 100', direction: 'up' }],
  [1001, 1000, 'good', { text: '0 %', direction: 'same' }],
] as const)('%i after %i, where more is %s', (now, before, more, trend) => {
  expect(trendOf(now, before, more)).toEqual(trend);
});

test('nothing after nothing is no trend', () => {
  expect(trendOf(0, 0)).toBeUndefined();
  expect(shareTrend(null, { value: 0.5, low: 0.4, high: 0.6 }, 'good')).toBeUndefined();
});

test('a share is better only where its interval lies beyond the one before', () => {
  const before = { value: 0.5, low: 0.4, high: 0.6 };

  expect(shareTrend({ value: 0.8, low: 0.7, high: 0.9 }, before, 'good')).toEqual({
    text: '30.0 pp',
    direction: 'up',
    good: true,
  });
  expect(shareTrend({ value: 0.58, low: 0.48, high: 0.68 }, before, 'good')).toEqual({
    text: '8.0 pp',
    direction: 'up',
  });
  expect(shareTrend(before, before, 'good')).toEqual({ text: '0.0 pp', direction: 'same' });
});

test('a trend points where the number went', () => {
  const count = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(count, count, (now, before) => {
      const trend = trendOf(now, before, 'good');
      if (trend?.direction === 'up') expect(now).toBeGreaterThan(before);
      if (trend?.direction === 'down') expect(now).toBeLessThan(before);
    }),
  );
});
