import { setImmediate } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { at, averageRank, talliesOf, type PairCounts, type Tally } from './comparison-counts.js';
import { comparisonGraph } from './comparison-graph.js';
import { fitDavidson, type DavidsonFit } from './fit-davidson.js';
import { resample } from './resample.js';

export interface RatingSettings {
  /** Bootstrap samples. */
  readonly rounds: number;
  /** The same seed on the same counts gives the same intervals. */
  readonly seed: number;
  /** A model with fewer comparisons has no rank yet. */
  readonly floor: number;
}

export const RATING_SETTINGS: RatingSettings = { rounds: 200, seed: 20_261_126, floor: 30 };

/** The rating of one model of a list. */
interface ModelRating extends Tally {
  /** On the scale of Elo: 400 points are odds of ten to one, 1000 is the mean of the model's group. */
  readonly rating: number;
  /** 95 % percentile bootstrap interval of the rating. */
  readonly low: number;
  readonly high: number;
  /** One more than the number of models whose interval lies wholly above; null for models that are not ranked. */
  readonly rank: number | null;
  readonly averageRank: number | null;
  /** Models of different groups were never compared, not even through others. 0 is the largest. */
  readonly group: number;
  /** False when the comparisons set no limit to its strength, as when it never lost; see `comparisonGraph`. */
  readonly bounded: boolean;
}

export interface Ratings {
  readonly models: readonly ModelRating[];
  /** Davidson's ν; null without ties, or where nothing limits it. */
  readonly tieParameter: number | null;
  readonly comparisons: number;
  /** How many groups of models there are that no comparison connects. */
  readonly groups: number;
  readonly converged: boolean;
}

/** How long the event loop is kept at a time, in milliseconds. */
const TURN_MS = 20;

const ELO = 400 / Math.LN10;
const toElo = (strength: number): number => 1_000 + ELO * strength;

/**
 * Rates models by their comparisons: Bradley–Terry with Davidson's ties, percentile bootstrap intervals (Efron &
 * Tibshirani 1993, An Introduction to the Bootstrap, ch. 13), and ranks that only differ where intervals do not overlap.
 *
 * @param size how many models there are; each is named by its place.
 */
export async function rateModels(
  size: number,
  pairs: readonly PairCounts[],
  settings: RatingSettings = RATING_SETTINGS,
): Promise<Ratings> {
  const { groups, bounded, tieBounded } = comparisonGraph(size, pairs);
  const fit = fitDavidson(groups, pairs);
  const samples = await bootstrap(groups, pairs, fit, settings);
  const tallies = talliesOf(size, pairs);
  const unranked = tallies.map((tally, model) => {
    const sample = samples.map(({ strengths }) => at(strengths, model)).sort((a, b) => a - b);
    const strength = at(fit.strengths, model);
    return {
      ...tally,
      rating: toElo(strength),
      low: toElo(Math.min(strength, quantile(sample, 0.025) ?? strength)),
      high: toElo(Math.max(strength, quantile(sample, 0.975) ?? strength)),
      averageRank: averageRank(tally),
      group: at(groups, model),
      bounded: at(bounded, model),
    };
  });
  const ranked = unranked.filter(
    ({ wins, losses, ties, group, bounded: hasLimit }) =>
      group === 0 && hasLimit && wins + losses + ties >= settings.floor,
  );
  return {
    models: unranked.map((model) => ({
      ...model,
      rank: ranked.includes(model) ? 1 + ranked.filter(({ low }) => low > model.high).length : null,
    })),
    tieParameter: fit.logTie === null || !tieBounded ? null : Math.exp(fit.logTie),
    comparisons: tallies.reduce((sum, { wins, losses, ties }) => sum + wins + losses + ties, 0) / 2,
    groups: new Set(groups).size,
    converged: fit.converged,
  };
}

/**
 * Fits of resampled counts, each begun at the fit of the real ones, which is near. Lets others have their turn now and
 * then: 50 models take seconds, and a worker that is silent for so long loses its jobs.
 */
async function bootstrap(
  groups: readonly number[],
  pairs: readonly PairCounts[],
  fit: DavidsonFit,
  { rounds, seed }: RatingSettings,
): Promise<DavidsonFit[]> {
  if (pairs.length === 0) return [];
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  const samples: DavidsonFit[] = [];
  let since = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    samples.push(fitDavidson(groups, resample(pairs, random), fit));
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  return samples;
}

/** The quantile of a sorted sample, between its neighbours by linear interpolation (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: readonly number[], share: number): number | undefined {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place % 1);
}
