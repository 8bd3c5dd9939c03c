import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { comparisonsOf, type PairCounts } from './comparison-counts.js';
import { outcomeChances } from './fit-davidson.js';
import { quantile, rateModels, RATING_SETTINGS } from './rate-models.js';
import { resample } from './resample.js';

const seeded = (seed: number): (() => number) => {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
};

/** Comparisons of every pair of models with planted strengths, each drawn by the model's own chances. */
function play(
  strengths: readonly number[],
  logTie: number,
  games: number,
  random: () => number,
): PairCounts[] {
  return strengths.flatMap((strength, first) =>
    strengths.slice(first + 1).map((other, offset) => {
      const chances = outcomeChances(strength - other, logTie);
      const counts = { firstWins: 0, secondWins: 0, ties: 0 };
      for (let game = 0; game < games; game += 1) {
        const drawn = random();
        if (drawn < chances.first) counts.firstWins += 1;
        else if (drawn < chances.first + chances.second) counts.secondWins += 1;
        else counts.ties += 1;
      }
      return { first, second: first + 1 + offset, ...counts };
    }),
  );
}

test('95 % intervals hold the planted strength 90 to 98 times in a hundred', async () => {
  const planted = [1.1, 0.5, 0, -0.4, -1.2];
  const random = seeded(7);
  let [held, all] = [0, 0];
  for (let run = 0; run < 80; run += 1) {
    const { models } = await rateModels(5, play(planted, -0.7, 60, random));
    for (const [model, { low, high }] of models.entries()) {
      const truth = 1_000 + (400 / Math.LN10) * (planted[model] ?? NaN);
      if (low <= truth && truth <= high) held += 1;
      all += 1;
    }
  }
  expect(held / all).toBeGreaterThanOrEqual(0.9);
  expect(held / all).toBeLessThanOrEqual(0.98);
});

test('many comparisons recover the planted order and the tie parameter', async () => {
  const planted = [0.9, 0.3, -0.2, -1];
  const { models, tieParameter } = await rateModels(4, play(planted, -0.3, 4_000, seeded(3)));

  models.forEach(({ rating, rank }, model) => {
    expect(Math.abs(rating - (1_000 + (400 / Math.LN10) * (planted[model] ?? NaN)))).toBeLessThan(
      15,
    );
    expect(rank).toBe(model + 1);
  });
  expect(tieParameter).toBeCloseTo(Math.exp(-0.3), 1);
});

test('the same counts give the same ratings', async () => {
  const pairs = play([0.4, 0, -0.4], -1, 50, seeded(1));
  expect(await rateModels(3, pairs)).toEqual(await rateModels(3, pairs));
});

test('models whose intervals overlap share a rank', async () => {
  const { models } = await rateModels(2, [
    { first: 0, second: 1, firstWins: 26, secondWins: 24, ties: 0 },
  ]);
  expect(models.map(({ rank }) => rank)).toEqual([1, 1]);
});

test('below the floor there is a rating but no rank', async () => {
  const games = RATING_SETTINGS.floor - 1;
  const { models } = await rateModels(2, [
    { first: 0, second: 1, firstWins: games - 5, secondWins: 5, ties: 0 },
  ]);
  expect(models.map(({ rank }) => rank)).toEqual([null, null]);
  expect(models[0]?.rating).toBeGreaterThan(1_000);
});

test('a model that never lost is not ranked, and said to have no limit', async () => {
  const { models } = await rateModels(3, [
    { first: 0, second: 1, firstWins: 40, secondWins: 0, ties: 0 },
    { first: 1, second: 2, firstWins: 25, secondWins: 20, ties: 0 },
  ]);
  expect(models.map(({ bounded, rank }) => [bounded, rank === null])).toEqual([
    [false, true],
    [true, false],
    [true, false],
  ]);
});

test('wins and ties without a loss give neither a rank nor a tie parameter, one loss gives both', async () => {
  const counts = { first: 0, second: 1, firstWins: 30, secondWins: 0, ties: 3 };
  const unlimited = await rateModels(2, [counts]);
  expect(unlimited.models.map(({ bounded, rank }) => [bounded, rank])).toEqual([
    [false, null],
    [false, null],
  ]);
  expect(unlimited.tieParameter).toBeNull();

  const limited = await rateModels(2, [{ ...counts, secondWins: 1 }]);
  expect(limited.models.map(({ bounded, rank }) => [bounded, rank])).toEqual([
    [true, 1],
    [true, 2],
  ]);
  expect(limited.tieParameter).toBeCloseTo(3 / Math.sqrt(30), 3);
});

test('of two models of which one always won, nothing is known but that', async () => {
  const { models } = await rateModels(2, [
    { first: 0, second: 1, firstWins: 40, secondWins: 0, ties: 0 },
  ]);
  expect(models.map(({ bounded, rank }) => [bounded, rank])).toEqual([
    [false, null],
    [false, null],
  ]);
});

test('models that nothing connects stand in groups of their own, and only the largest is ranked', async () => {
  const { models, groups } = await rateModels(5, [
    { first: 0, second: 1, firstWins: 20, secondWins: 20, ties: 0 },
    { first: 2, second: 3, firstWins: 20, secondWins: 20, ties: 0 },
    { first: 3, second: 4, firstWins: 20, secondWins: 20, ties: 0 },
  ]);
  expect(groups).toBe(2);
  expect(models.map(({ group }) => group)).toEqual([1, 1, 0, 0, 0]);
  expect(models.map(({ rank }) => rank)).toEqual([null, null, 1, 1, 1]);
});

test('without comparisons everybody stands at 1000', async () => {
  const { models, comparisons, tieParameter } = await rateModels(2, []);
  expect([comparisons, tieParameter]).toEqual([0, null]);
  expect(models.map(({ rating, averageRank, rank }) => [rating, averageRank, rank])).toEqual([
    [1_000, null, null],
    [1_000, null, null],
  ]);
  expect((await rateModels(0, [])).models).toEqual([]);
});

test('the average rank is 1 for a win, 2 for a loss, 1.5 for a tie', async () => {
  const { models } = await rateModels(2, [
    { first: 0, second: 1, firstWins: 3, secondWins: 1, ties: 2 },
  ]);
  expect(models[0]?.averageRank).toBeCloseTo((3 + 2 + 3) / 6);
  expect(models[1]?.averageRank).toBeCloseTo((1 + 6 + 3) / 6);
});

test('a bootstrap sample has as many comparisons as there are, and none of a kind that never was', () => {
  const cell = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
      fc.integer(),
      (cells, seed) => {
        const pairs = cells.map(([firstWins, secondWins, ties], second) => ({
          first: 0,
          second: second + 1,
          firstWins,
          secondWins,
          ties,
        }));
        const drawn = resample(pairs, seeded(seed));
        const total = (counts: readonly PairCounts[]): number =>
          counts.reduce((sum, counted) => sum + comparisonsOf(counted), 0);

        expect(total(drawn)).toBe(total(pairs));
        drawn.forEach((counted, index) => {
          for (const outcome of ['firstWins', 'secondWins', 'ties'] as const) {
            expect(counted[outcome]).toBeGreaterThanOrEqual(0);
            if (pairs[index]?.[outcome] === 0) expect(counted[outcome]).toBe(0);
          }
        });
      },
    ),
  );
});

test('quantiles as R has them by default', () => {
  const sample = [1, 2, 4, 8, 16];
  expect(quantile(sample, 0.5)).toBe(4);
  expect(quantile(sample, 0.025)).toBeCloseTo(1.1);
  expect(quantile(sample, 0.975)).toBeCloseTo(15.2);
  expect(quantile([], 0.5)).toBeUndefined();
});
