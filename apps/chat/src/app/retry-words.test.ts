import { expect, test } from '@jest/globals';
import { retryWords } from './retry-words.js';

test.each([
  [0.2, 'in 1 second'],
  [45, 'in 45 seconds'],
  [90, 'in 2 minutes'],
  [3_600, 'in 60 minutes'],
  [5_400, 'in 2 hours'],
  [80_000, 'in 23 hours'],
])('%d seconds are %s', (seconds, words) => {
  expect(retryWords(seconds, 'en')).toBe(words);
});

test('speaks the language of the page', () => {
  expect(retryWords(7_200, 'de')).toBe('in 2 Stunden');
});
