import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inYourHead } from './mental-arithmetic.js';

test('the last number of every way is the result', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 99_999 }),
      fc.integer({ min: 10, max: 99_999 }),
      fc.constantFrom('*', '+', '-'),
      (first, second, sign) => {
        const way = inYourHead(`${first} ${sign} ${second}`) ?? '';
        const result = { '*': first * second, '+': first + second, '-': first - second }[sign];
        const numbers = way.replaceAll('− ', '').match(/-?\d+/g)?.map(Number) ?? [];

        if (/put it back|count on/.test(way)) return;
        expect(numbers.at(-1)).toBe(result);
      },
    ),
  );
});

test('there is no way for what is not two whole numbers', () => {
  expect(inYourHead('sqrt(2)')).toBeUndefined();
  expect(inYourHead('1 + 2 + 3')).toBeUndefined();
});
