import { expect, test } from '@jest/globals';
import { durationWords } from './duration-words.js';

test.each([
  [0.2, '1 minute'],
  [66, '1 hour and 6 minutes'],
  [125, '2 hours and 5 minutes'],
  [24 * 60, '1 day'],
  [90 * 24 * 60, '90 days'],
  [24 * 60 + 61, '1 day, 1 hour, and 1 minute'],
])('%d minutes are %s', (minutes, words) => {
  expect(durationWords(minutes, 'en')).toBe(words);
});

test('speaks the language of the page', () => {
  expect(durationWords(125, 'de')).toBe('2 Stunden und 5 Minuten');
  expect(durationWords(24 * 60, 'de')).toBe('1 Tag');
});
