import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pair } from '../../test/pair.js';
import type { PairCounts } from './comparison-counts.js';
import { comparisonGraph } from './comparison-graph.js';
import { fitDavidson } from './fit-davidson.js';

test('wins both ways bound two models, with and without ties', () => {
  expect(comparisonGraph(2, [pair(0, 1, 30, 1)])).toEqual({
    groups: [0, 0],
    bounded: [true, true],
    tieBounded: false,
  });
  expect(comparisonGraph(2, [pair(0, 1, 30, 1, 3)])).toEqual({
    groups: [0, 0],
    bounded: [true, true],
    tieBounded: true,
  });
});

test('wins and ties without a loss have no maximum, nor have ties alone', () => {
  expect(comparisonGraph(2, [pair(0, 1, 30, 0, 3)])).toEqual({
    groups: [0, 0],
    bounded: [false, false],
    tieBounded: false,
  });
  expect(comparisonGraph(2, [pair(0, 1, 0, 0, 9)])).toMatchObject({ bounded: [false, false] });
});

test('a tie bounds a model that never lost where others hold the tie parameter', () => {
  const unbeaten = pair(0, 1, 30, 0, 3);
  expect(comparisonGraph(3, [unbeaten, pair(1, 2, 5, 5)])).toEqual({
    groups: [0, 0, 0],
    bounded: [true, true, true],
    tieBounded: true,
  });
  // Two wins and one tie make a round trip too; and it may lie in another group.
  expect(comparisonGraph(3, [unbeaten, pair(1, 2, 5, 0), pair(0, 2, 0, 0, 4)])).toMatchObject({
    bounded: [true, true, true],
  });
  expect(comparisonGraph(4, [unbeaten, pair(2, 3, 5, 5)])).toMatchObject({
    groups: [0, 0, 1, 1],
    bounded: [true, true, true, true],
  });
});

test('without a limit to the tie parameter, what two models did against a third may still hold them', () => {
  expect(comparisonGraph(3, [pair(0, 1, 30, 0, 3), pair(0, 2, 20, 0, 10)])).toEqual({
    groups: [0, 0, 0],
    bounded: [false, true, true],
    tieBounded: false,
  });
});

/** The log-likelihood by its definition, one outcome after the other. */
function logLikelihood(
  pairs: readonly PairCounts[],
  strengths: readonly number[],
  logTie: number,
): number {
  let value = 0;
  for (const { first, second, firstWins, secondWins, ties } of pairs) {
    const [one, other] = [strengths[first] ?? NaN, strengths[second] ?? NaN];
    const scores = [one, other, logTie + (one + other) / 2];
    const top = Math.max(...scores);
    const logTotal = top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
    [firstWins, secondWins, ties].forEach((count, outcome) => {
      if (count > 0) value += count * ((scores[outcome] ?? NaN) - logTotal);
    });
  }
  return value;
}

/** Every way of `size` strengths to drift off, in whole steps; the corners of the constraints are whole numbers. */
const drifts = (size: number): number[][] =>
  Array.from({ length: size ** size }, (_, code) =>
    Array.from({ length: size }, (__, model) => Math.floor(code / size ** model) % size),
  );

/** Far enough out that every rise from where the strengths are equal would have been paid back. */
const FAR = 1_000;

/** Models whose difference changes in no direction in which the likelihood goes on for ever without a fall. */
function heldTogether(size: number, pairs: readonly PairCounts[]): boolean[][] {
  const withTies = pairs.some(({ ties }) => ties > 0);
  const held = Array.from({ length: size }, () => new Array<boolean>(size).fill(true));
  const equal = new Array<number>(size).fill(0);
  const start = logLikelihood(pairs, equal, withTies ? 0 : -Infinity);
  for (const drift of drifts(size)) {
    for (const logTie of withTies ? [0, 0.5] : [-Infinity]) {
      const far = drift.map((part) => part * FAR);
      if (logLikelihood(pairs, far, logTie * FAR) < start - 1e-6) continue;
      for (let one = 0; one < size; one += 1)
        for (let other = 0; other < size; other += 1)
          if (drift[one] !== drift[other]) held[one]![other] = false;
    }
  }
  return held;
}

const PLACES = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
  [2, 3],
] as const;
// Mostly nothing: maxima that exist only just are the interesting ones.
const cell = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 }));
const someCounts = fc
  .tuple(
    fc.constantFrom(2, 3, 4),
    fc.array(fc.tuple(cell, cell, cell), { minLength: 6, maxLength: 6 }),
  )
  .map(([size, cells]) => ({
    size,
    pairs: PLACES.filter(([, second]) => second < size).map(([first, second], index) =>
      pair(first, second, ...(cells[index] ?? [0, 0, 0])),
    ),
  }));

test('bounded is what the likelihood itself bounds, whichever way one walks', () => {
  fc.assert(
    fc.property(someCounts, ({ size, pairs }) => {
      const { groups, bounded } = comparisonGraph(size, pairs);
      const held = heldTogether(size, pairs);

      for (const group of new Set(groups)) {
        const members = [...groups.keys()].filter((model) => groups[model] === group);
        const isBounded = members.filter((model) => bounded[model]);
        const parts = members.map((one) => members.filter((other) => held[one]?.[other]));
        const largest = Math.max(...parts.map(({ length }) => length));
        if (largest === 1 && members.length > 1) expect(isBounded).toEqual([]);
        else expect(isBounded).toEqual(parts.find(({ length }) => length === largest));
      }
    }),
    { numRuns: 400 },
  );
});

test('a bounded difference is the same for a thousand times the counts, and so is a bounded tie parameter', () => {
  fc.assert(
    fc.property(someCounts, ({ size, pairs }) => {
      const { groups, bounded, tieBounded } = comparisonGraph(size, pairs);
      const [fit, large] = [1, 1_000].map((times) =>
        fitDavidson(
          groups,
          pairs.map(({ first, second, firstWins, secondWins, ties }) =>
            pair(first, second, firstWins * times, secondWins * times, ties * times),
          ),
        ),
      );
      const between = (strengths: readonly number[] = [], one: number, other: number): number =>
        (strengths[one] ?? NaN) - (strengths[other] ?? NaN);

      for (let one = 0; one < size; one += 1)
        for (let other = 0; other < one; other += 1)
          if (groups[one] === groups[other] && bounded[one] && bounded[other])
            expect(between(fit?.strengths, one, other)).toBeCloseTo(
              between(large?.strengths, one, other),
              1,
            );
      if (tieBounded) expect(fit?.logTie).toBeCloseTo(large?.logTie ?? NaN, 1);
    }),
    { numRuns: 200 },
  );
});
