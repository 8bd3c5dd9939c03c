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

/**
 * How each model did against each other, by their places; undefined for two that never met. Each pair is read once: the
 * matrix of fifty models asks 2,500 times.
 */
export function pairViews(
  pairs: readonly PairRow[],
): (model: number, other: number) => PairView | undefined {
  const views = new Map<string, PairView>();
  for (const { first, second, firstWins, secondWins, ties, bothBad, firstShare } of pairs) {
    views.set(`${first} ${second}`, {
      ...{ wins: firstWins, losses: secondWins, ties, bothBad },
      share: firstShare,
    });
    views.set(`${second} ${first}`, {
      ...{ wins: secondWins, losses: firstWins, ties, bothBad },
      // Seen from the other side the interval turns round with the share.
      share: firstShare && {
        value: 1 - firstShare.value,
        low: 1 - firstShare.high,
        high: 1 - firstShare.low,
      },
    });
  }
  return (model, other) => views.get(`${model} ${other}`);
}
