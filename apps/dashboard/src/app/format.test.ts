import { expect, test } from '@jest/globals';
import {
  formatAgo,
  formatBytes,
  formatCompact,
  formatCost,
  formatDuration,
  formatMetric,
  formatMs,
  formatShare,
  shortId,
} from './format.js';

test.each([
  [0, '0 %'],
  [0.004, '0.4 %'],
  [0.5, '50 %'],
  [0.987, '98.7 %'],
  [1, '100 %'],
])('the share %p reads %p', (share, text) => expect(formatShare(share)).toBe(text));

test.each([
  [0.2, '< 1 ms'],
  [184.4, '184 ms'],
  [1_234, '1.23 s'],
  [12_340, '12.3 s'],
  [200_000, '3 min 20 s'],
])('%p ms read %p', (ms, text) => expect(formatMs(ms)).toBe(text));

test.each([
  [-5, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [7_500_000, '2 h 5 min'],
])('a duration of %p ms reads %p', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [999_600, '1.0 MB'],
  [48_000_000, '48 MB'],
])('%p bytes read %p', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test('counts are exact until they are long', () => {
  expect([formatCompact(9_999), formatCompact(1_234_567)]).toEqual(['9,999', '1.2M']);
});

test('metrics keep four digits whatever their size', () => {
  expect([formatMetric(0.000123456), formatMetric(0.5), formatMetric(NaN)]).toEqual([
    '0.0001235',
    '0.5',
    'NaN',
  ]);
});

test('times ago grow in unit', () => {
  const now = new Date('2026-05-01T12:00:00Z');
  const ago = (ms: number) => formatAgo(new Date(now.getTime() - ms), now);

  expect([
    ago(-3_000),
    ago(42_000),
    ago(3_599_000),
    ago(5 * 3_600_000),
    ago(50 * 3_600_000),
  ]).toEqual(['now', '42 s ago', '59 min ago', '5 h ago', '2 d ago']);
});

test('ids are told apart by their end', () => {
  expect(shortId('01932c07-209c-7d3e-8f10-9a3b5c7d9eff')).toBe('…7d9eff');
});

test.each([
  [{ amount: 0, currency: 'USD' }, '$0.00'],
  [{ amount: 0.00645, currency: 'USD' }, '$0.00645'],
  [{ amount: 0.0000000123, currency: 'EUR' }, '€0.0000000123'],
  [{ amount: 12.3, currency: 'EUR' }, '€12.30'],
])('%j is %s', (cost, text) => expect(formatCost(cost)).toBe(text));
