import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawPreview } from './draw-preview.js';

const share = fc.double({ min: 0.01, max: 1, noNaN: true });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('two that are compared are different models as soon as there are two', () => {
  fc.assert(
    fc.property(
      fc.array(share, { minLength: 1, maxLength: 5 }),
      fc.array(random),
      (shares, dice) => {
        const drawn = shares.map((value, model) => ({ model, share: value }));
        const pair = drawPreview(drawn, 2, () => dice.pop() ?? 0.5);
        expect(pair).toHaveLength(2);
        expect(new Set(pair).size).toBe(Math.min(2, shares.length));
      },
    ),
  );
});

test('a model without a share is never drawn, and without any there is no answer', () => {
  const drawn = [
    { model: 'off', share: 0 },
    { model: 'live', share: 0.2 },
  ];
  expect(drawPreview(drawn, 2, () => 0)).toEqual(['live', 'live']);
  expect(drawPreview(drawn, 1, () => 0.999_999)).toEqual(['live']);
  expect(drawPreview(drawn.slice(0, 1), 2, () => 0)).toEqual([]);
});
