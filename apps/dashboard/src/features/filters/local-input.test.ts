import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromLocalInput, toLocalInput } from './local-input.js';

test('a whole minute survives the field, in any time zone', () => {
  const minutes = fc.integer({ min: 0, max: Date.UTC(2090, 0) / 60_000 });
  fc.assert(
    fc.property(minutes, (minute) => {
      const iso = new Date(minute * 60_000).toISOString();
      const back = fromLocalInput(toLocalInput(iso)) as string;
      // An hour that clocks go through twice is taken for the first of the two.
      expect([0, 3_600_000]).toContain(Date.parse(iso) - Date.parse(back));
    }),
  );
});

test('an empty field is no moment', () => {
  expect([toLocalInput(undefined), fromLocalInput('')]).toEqual(['', undefined]);
});
