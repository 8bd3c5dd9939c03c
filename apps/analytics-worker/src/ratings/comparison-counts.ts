/**
 * All comparisons of one pair of models, added up. Models are named by their place in a list; the likelihood needs
 * no more than these counts, so a million rankings of 50 models are 1,225 rows.
 */
export interface PairCounts {
  readonly first: number;
  readonly second: number;
  readonly firstWins: number;
  readonly secondWins: number;
  readonly ties: number;
}

/** What one model did in all its comparisons. Rankings that found both bad are no comparison and not in here. */
export interface Tally {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

export const comparisonsOf = ({ firstWins, secondWins, ties }: PairCounts): number =>
  firstWins + secondWins + ties;

/** The tally of each of `size` models. */
export function talliesOf(size: number, pairs: readonly PairCounts[]): Tally[] {
  const tallies = Array.from({ length: size }, () => ({ wins: 0, losses: 0, ties: 0 }));
  for (const { first, second, firstWins, secondWins, ties } of pairs) {
    const [one, other] = [at(tallies, first), at(tallies, second)];
    one.wins += firstWins;
    one.losses += secondWins;
    one.ties += ties;
    other.wins += secondWins;
    other.losses += firstWins;
    other.ties += ties;
  }
  return tallies;
}

/**
 * The mean place of a model over its comparisons: 1 for a win, 2 for a loss, 1.5 for a tie; null without any.
 */
export function averageRank({ wins, losses, ties }: Tally): number | null {
  const comparisons = wins + losses + ties;
  return comparisons > 0 ? (wins + 2 * losses + 1.5 * ties) / comparisons : null;
}

/** The element that must be there. */
export function at<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No model ${index}.`);
  return item;
}
