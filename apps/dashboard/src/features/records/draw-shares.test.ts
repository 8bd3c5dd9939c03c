import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sharesOf } from './draw-shares.js';

test('a model that is off, by role or by switch, has no share', () => {
  expect(
    sharesOf([
      { weight: 3, role: 'live' },
      { weight: 1, role: 'canary' },
      { weight: 9, role: 'off' },
      { weight: 9, role: 'live', enabled: false },
    ]),
  ).toEqual([0.75, 0.25, 0, 0]);
  expect(sharesOf([{ weight: 0, role: 'live' }])).toEqual([0]);
});

test('shares add up to one as soon as anything is drawn', () => {
  const drawn = fc.record({
    weight: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
    role: fc.constantFrom('live' as const, 'canary' as const),
  });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 9 }), (draw) => {
      const sum = sharesOf(draw).reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 9);
    }),
  );
});
