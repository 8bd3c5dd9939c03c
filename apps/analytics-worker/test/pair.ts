import type { PairCounts } from '../src/ratings/comparison-counts.js';

/** How often two models beat and tied each other. */
export const pair = (
  first: number,
  second: number,
  firstWins: number,
  secondWins: number,
  ties = 0,
): PairCounts => ({ first, second, firstWins, secondWins, ties });
