import type { ShareWithInterval } from '@koi/contracts';

/** The 97.5 % quantile of the standard normal distribution: 95 % lie between −z and z. */
const Z95 = 1.959963984540054;

/**
 * The share `successes / trials` with its 95 % Wilson score interval without continuity correction; null without
 * trials. Wilson (1927), J. Am. Stat. Assoc. 22:209–212; method 3 of Newcombe (1998), Stat. Med. 17:857–872.
 */
export function wilsonInterval(successes: number, trials: number): ShareWithInterval | null {
  if (trials <= 0) return null;
  const value = successes / trials;
  const z2 = Z95 * Z95;
  const centre = 2 * successes + z2;
  const spread = Z95 * Math.sqrt(z2 + 4 * successes * (1 - value));
  const scale = 2 * (trials + z2);
  return {
    value,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}
