import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pair } from '../../test/pair.js';
import { fitDavidson, outcomeChances } from './fit-davidson.js';

interface Case {
  readonly size: number;
  readonly pairs: [number, number, number, number, number][];
  readonly strengths: number[];
  readonly logTie: number | null;
  readonly choix?: number[];
}

/** Fits of scipy and choix; see make_davidson.py beside it. */
const cases = JSON.parse(
  readFileSync(new URL('./fixtures/davidson.json', import.meta.url), 'utf8'),
) as Case[];

const together = (size: number): number[] => new Array<number>(size).fill(0);

test.each(cases)('$size models as scipy fits them', ({ size, pairs, strengths, logTie, choix }) => {
  const fit = fitDavidson(
    together(size),
    pairs.map((counts) => pair(...counts)),
  );

  expect(fit.converged).toBe(true);
  for (const [model, strength] of fit.strengths.entries()) {
    expect(strength).toBeCloseTo(strengths[model] ?? NaN, 4);
    if (choix) expect(strength).toBeCloseTo(choix[model] ?? NaN, 4);
  }
  if (logTie === null) expect(fit.logTie).toBeNull();
  else expect(fit.logTie).toBeCloseTo(logTie, 4);
});

test('the American League of 1987 as published', () => {
  // Agresti, Categorical Data Analysis (1990), table 10.10; the fit is that of Turner & Firth (2012), J. Stat.
  // Softw. 48(9), relative to Baltimore and without the advantage of the home team.
  const wins = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
  ];
  const pairs = wins.flatMap((row, first) =>
    row
      .map((won, second) => pair(first, second, won, wins[second]?.[first] ?? 0))
      .filter(({ second }) => second > first),
  );

  const { strengths, logTie } = fitDavidson(together(7), pairs);
  const baltimore = strengths[6] ?? NaN;
  const published = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0];
  strengths.forEach((strength, team) =>
    expect(strength - baltimore).toBeCloseTo(published[team] ?? NaN, 3),
  );
  expect(logTie).toBeNull();
});

test('two models have a closed form', () => {
  const wins = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(wins, wins, wins, (firstWins, secondWins, ties) => {
      const { strengths, logTie } = fitDavidson(together(2), [
        pair(0, 1, firstWins, secondWins, ties),
      ]);

      expect((strengths[0] ?? NaN) - (strengths[1] ?? NaN)).toBeCloseTo(
        Math.log(firstWins / secondWins),
        4,
      );
      expect(logTie).toBeCloseTo(Math.log(ties / Math.sqrt(firstWins * secondWins)), 4);
    }),
  );
});

test('turning every comparison round turns every strength round', () => {
  const counts = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(counts, counts, counts), { minLength: 6, maxLength: 6 }),
      (cells) => {
        const places = [
          [0, 1],
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
          [2, 3],
        ] as const;
        const pairs = places.map(([first, second], index) =>
          pair(first, second, ...(cells[index] ?? [1, 1, 1])),
        );
        const turned = pairs.map((counted) => ({
          ...counted,
          firstWins: counted.secondWins,
          secondWins: counted.firstWins,
        }));

        const [fit, mirror] = [fitDavidson(together(4), pairs), fitDavidson(together(4), turned)];
        fit.strengths.forEach((strength, model) =>
          expect(strength).toBeCloseTo(-(mirror.strengths[model] ?? NaN), 5),
        );
        expect(fit.strengths.reduce((sum, strength) => sum + strength, 0)).toBeCloseTo(0, 8);
      },
    ),
  );
});

test('a model that only won gets a large but finite strength', () => {
  const { strengths, converged } = fitDavidson(together(2), [pair(0, 1, 40, 0)]);

  expect(converged).toBe(true);
  expect((strengths[0] ?? 0) - (strengths[1] ?? 0)).toBeGreaterThan(8);
  expect(strengths.every(Number.isFinite)).toBe(true);
});

test('nothing compared, nothing known', () => {
  expect(fitDavidson([], [])).toEqual({ strengths: [], logTie: null, converged: true });
  expect(fitDavidson([0, 1], [])).toEqual({ strengths: [0, 0], logTie: null, converged: true });
});

test('the chances of the outcomes add up to one', () => {
  const strength = fc.double({ min: -40, max: 40, noNaN: true });
  fc.assert(
    fc.property(strength, strength, (difference, logTie) => {
      const { first, second, tie } = outcomeChances(difference, logTie);
      expect(first + second + tie).toBeCloseTo(1, 12);
    }),
  );
});
