import { expect, test } from '@jest/globals';
import { directionOf } from './text-direction.js';

test.each([
  ['שלום world', 'rtl'],
  ['world שלום', 'ltr'],
  ['1. **— «مرحبا»', 'rtl'],
  ['&nbsp;&#1488; سلام', 'rtl'],
  ['𞤀𞤣𞤤𞤢𞤥', 'rtl'],
  ['\u200f123', 'rtl'],
  ['Привет', 'ltr'],
  ['漢字', 'ltr'],
  ['123 — 🐟', undefined],
  ['', undefined],
])('%s reads %s', (text, direction) => {
  expect(directionOf([text])).toBe(direction);
});

test('the first text with a direction decides', () => {
  expect(directionOf(['1', '٢', 'עברית', 'English'])).toBe('rtl');
  expect(directionOf([])).toBeUndefined();
});
