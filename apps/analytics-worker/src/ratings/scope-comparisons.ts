import type { RankingOutcome } from '@koi/contracts';
import { at, type PairCounts } from './comparison-counts.js';
import type { OutcomeCount } from './ratings.repository.js';

/** One version of a model: a change of what it says makes another contestant. */
interface Contestant {
  readonly modelId: string;
  readonly version: number;
  readonly bothBad: number;
}

interface PairOutcomes extends PairCounts {
  /** Rankings of the pair that found both bad: shown, but no comparison. */
  readonly bothBad: number;
}

/** The rankings of one scope, added up for the fit and for the numbers beside it. */
export interface ScopeComparisons {
  readonly contestants: readonly Contestant[];
  /** Models by their place in `contestants`. */
  readonly pairs: readonly PairOutcomes[];
  readonly outcomes: Readonly<Record<RankingOutcome, number>>;
  readonly sameModel: number;
  readonly longerWon: number;
  readonly shorterWon: number;
  readonly winnerCharacters: number;
  readonly loserCharacters: number;
}

type Mutable<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/**
 * Adds the counts of one scope up. A ranking of two answers by the same version of a model says nothing of models, but
 * still of sides and lengths.
 */
export function scopeComparisons(counts: readonly OutcomeCount[]): ScopeComparisons {
  const places = new Map<string, number>();
  const contestants: Mutable<Contestant>[] = [];
  const place = (modelId: string, version: number): number => {
    const key = `${modelId} ${version}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, contestants.push({ modelId, version, bothBad: 0 }) - 1);
    return contestants.length - 1;
  };
  const pairs = new Map<string, Mutable<PairOutcomes>>();
  const outcomes = { a_better: 0, b_better: 0, tie: 0, both_bad: 0 };
  const sums = {
    sameModel: 0,
    longerWon: 0,
    shorterWon: 0,
    winnerCharacters: 0,
    loserCharacters: 0,
  };

  for (const row of counts) {
    outcomes[row.outcome] += row.count;
    const aWon = row.outcome === 'a_better';
    if (aWon || row.outcome === 'b_better') {
      sums.longerWon += aWon ? row.aLonger : row.bLonger;
      sums.shorterWon += aWon ? row.bLonger : row.aLonger;
      sums.winnerCharacters += aWon ? row.charactersA : row.charactersB;
      sums.loserCharacters += aWon ? row.charactersB : row.charactersA;
    }
    const [a, b] = [place(row.modelA, row.versionA), place(row.modelB, row.versionB)];
    if (a === b) {
      sums.sameModel += row.count;
      continue;
    }
    const [first, second] = a < b ? [a, b] : [b, a];
    const pair = pairs.get(`${first} ${second}`) ?? {
      first,
      second,
      firstWins: 0,
      secondWins: 0,
      ties: 0,
      bothBad: 0,
    };
    pairs.set(`${first} ${second}`, pair);
    switch (row.outcome) {
      case 'tie':
        pair.ties += row.count;
        break;
      case 'both_bad':
        pair.bothBad += row.count;
        at(contestants, first).bothBad += row.count;
        at(contestants, second).bothBad += row.count;
        break;
      case 'a_better':
      case 'b_better':
        if (aWon === a < b) pair.firstWins += row.count;
        else pair.secondWins += row.count;
    }
  }
  return { contestants, pairs: [...pairs.values()], outcomes, ...sums };
}
