import { randomBinomial } from 'd3-random';
import { comparisonsOf, type PairCounts } from './comparison-counts.js';

/**
 * Draws as many comparisons as there are, with replacement, and adds them up again: one bootstrap sample. The counts
 * of such a sample are multinomial, so they are drawn as a chain of binomials and no comparison is touched.
 *
 * @param random uniform on [0, 1).
 */
export function resample(pairs: readonly PairCounts[], random: () => number): PairCounts[] {
  const binomial = randomBinomial.source(random);
  let toDraw = pairs.reduce((sum, pair) => sum + comparisonsOf(pair), 0);
  let left = toDraw;
  const draw = (count: number): number => {
    if (count === 0 || toDraw === 0) return 0;
    // The last cell takes what is left: count / left is 1 then.
    const drawn = count >= left ? toDraw : binomial(toDraw, count / left)();
    toDraw -= drawn;
    left -= count;
    return drawn;
  };
  return pairs.map(({ first, second, firstWins, secondWins, ties }) => ({
    first,
    second,
    firstWins: draw(firstWins),
    secondWins: draw(secondWins),
    ties: draw(ties),
  }));
}
