import { expect, test } from '@jest/globals';
import { formatCount, formatDuration, formatRelative, formatShare } from './format.js';

test('numbers follow the language', () => {
  expect(formatCount(12345, 'en')).toBe('12,345');
  expect(formatCount(12345, 'de')).toBe('12.345');
  expect(formatShare(0.125, 'en', 1)).toBe('12.5%');
});

test('durations take the unit that fits', () => {
  expect(formatDuration(830, 'en')).toBe('830 ms');
  expect(formatDuration(2_400, 'en')).toBe('2.4 sec');
  expect(formatDuration(180_000, 'en')).toBe('3 min');
});

test.each([
  ['2026-01-01T11:57:00Z', '3 minutes ago'],
  ['2026-01-01T09:00:00Z', '3 hours ago'],
  ['2025-12-31T12:00:00Z', 'yesterday'],
  ['2024-12-31T12:00:00Z', 'last year'],
])('%s is %s', (timestamp, expected) => {
  expect(formatRelative(timestamp, new Date('2026-01-01T12:00:00Z'), 'en')).toBe(expected);
});
