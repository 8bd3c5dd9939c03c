import type { PairRow, ShareWithInterval } from '@koi/contracts/http';

/** A pair as one of its two models sees it. */
export interface PairView {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
  /** Wins among the comparisons that one of the two won. */
  readonly share: ShareWithInterval | null;
}

/** How `model` did against `other`, by their places; undefined when they never met. */
export function pairOf(
  pairs: readonly PairRow[],
  model: number,
  other: number,
): PairView | undefined {
  for (const { first, second, firstWins, secondWins, ties, bothBad, firstShare } of pairs) {
    if (first === model && second === other)
      return { wins: firstWins, losses: secondWins, ties, bothBad, share: firstShare };
    if (first === other && second === model)
      return {
        wins: secondWins,
        losses: firstWins,
        ties,
        bothBad,
        // Seen from the other side the interval turns round with the share.
        share: firstShare && {
          value: 1 - firstShare.value,
          low: 1 - firstShare.high,
          high: 1 - firstShare.low,
        },
      };
  }
  return undefined;
}
