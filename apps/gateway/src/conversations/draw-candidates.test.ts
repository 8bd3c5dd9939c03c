import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawCandidates, drawChoices } from './draw-candidates.js';

const models = [
  { id: 'x', version: 1, weight: 3 },
  { id: 'y', version: 2, weight: 1 },
  { id: 'z', version: 5, weight: 0 },
];

/** mulberry32: a small generator with a seed, for draws that repeat. */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('vote mode draws one model by weight, never one of weight zero', () => {
  const random = seeded(1);
  const drawn = Array.from({ length: 4_000 }, () => drawCandidates(models, 'vote', random));

  const ofX = drawn.filter(([candidate]) => candidate?.modelId === 'x').length;
  expect(drawn.every(({ length }) => length === 1)).toBe(true);
  expect(drawn.flat().some(({ modelId }) => modelId === 'z')).toBe(false);
  // 3:1 by weight; 4 standard deviations of a binomial with n = 4000, p = 0.75.
  expect(Math.abs(ofX - 3_000)).toBeLessThan(4 * Math.sqrt(4_000 * 0.75 * 0.25));
});

test('rank mode draws two different models and shows each side with each about equally often', () => {
  const random = seeded(2);
  const drawn = Array.from({ length: 4_000 }, () => drawCandidates(models, 'rank', random));

  expect(drawn.every(([a, b]) => a?.modelId !== b?.modelId)).toBe(true);
  expect(drawn.every(([a, b]) => a?.side === 'a' && b?.side === 'b')).toBe(true);
  const xFirst = drawn.filter(([a]) => a?.modelId === 'x').length;
  expect(Math.abs(xFirst - 2_000)).toBeLessThan(4 * Math.sqrt(4_000 * 0.25));
});

test('with one model both answers come from it', () => {
  expect(
    drawCandidates(models.slice(0, 1), 'rank', Math.random).map(({ modelId }) => modelId),
  ).toEqual(['x', 'x']);
});

test('without a model of positive weight nothing is drawn', () => {
  expect(() => drawCandidates([], 'vote', Math.random)).toThrow(RangeError);
  expect(() => drawCandidates(models.slice(2), 'rank', Math.random)).toThrow(RangeError);
});

test('whatever the weights, every drawn model exists and has weight', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.integer(),
      (weights, seed) => {
        const some = weights.map((weight, index) => ({ id: `m${index}`, version: 1, weight }));
        const drawn = drawCandidates(some, 'rank', seeded(seed));
        expect(drawn).toHaveLength(2);
        for (const { modelId } of drawn) expect(some.map(({ id }) => id)).toContain(modelId);
      },
    ),
  );
});

test('several choices take each model once before any twice, in an order that tells nothing', () => {
  const random = seeded(5);
  const drawn = Array.from({ length: 2_000 }, () => drawChoices(models, 2, random));

  expect(drawn.every((pair) => new Set(pair.map(({ modelId }) => modelId)).size === 2)).toBe(true);
  const firstX = drawn.filter(([first]) => first?.modelId === 'x').length;
  expect(Math.abs(firstX - 1_000)).toBeLessThan(4 * Math.sqrt(2_000 * 0.25));
  const five = drawChoices(models, 5, random);
  expect(five.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
  expect(five.map(({ side }) => side)).toEqual(['a', 'b', 'b', 'b', 'b']);
  expect(five.some(({ modelId }) => modelId === 'z')).toBe(false);
  expect(() => drawChoices([], 1, random)).toThrow(RangeError);
});
