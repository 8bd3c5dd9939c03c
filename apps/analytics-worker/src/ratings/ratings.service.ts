import { Inject, Injectable } from '@nestjs/common';
import { RECORDS_TOPIC } from '@koi/contracts';
import {
  ALL_CHATBOTS,
  newId,
  RatingEntity,
  RatingPairEntity,
  RatingRunEntity,
  Transactions,
  type Tx,
} from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY, tellDashboards } from '@koi/service';
import { at } from './comparison-counts.js';
import { rateModels, RATING_SETTINGS, type Ratings } from './rate-models.js';
import { RatingsRepository } from './ratings.repository.js';
import { scopeComparisons, type ScopeComparisons } from './scope-comparisons.js';

const HOUR_MS = 3_600_000;

/** Keeps the ratings in step with the current rankings: of each chatbot, and of all together. */
@Injectable()
export class RatingsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly ratings: RatingsRepository,
    @Inject(RELAY) private readonly relay: Pick<Relay, 'publish'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rates again when rankings have changed since the last run; returns how many scopes were rated. */
  async refresh(): Promise<number> {
    return (await this.ratings.isOutdated()) ? this.rebuild() : 0;
  }

  /**
   * Rates all scopes from one view of the rankings. Safe to run twice; while another worker does it, does nothing.
   * A ranking committed meanwhile is newer than the run's time and so makes the next run outdated.
   */
  async rebuild(): Promise<number> {
    const rated = await this.transactions.snapshot(async (tx) => {
      if (!(await this.ratings.lock(tx))) return 0;
      const computedAt = await this.ratings.now(tx);
      const counts = await this.ratings.outcomes(tx);
      const chatbots = new Set(counts.map(({ chatbotId }) => chatbotId));
      for (const scopeId of [ALL_CHATBOTS, ...chatbots]) {
        const inScope = counts.filter(
          ({ chatbotId }) => scopeId === ALL_CHATBOTS || chatbotId === scopeId,
        );
        await this.rate(tx, scopeId, computedAt, scopeComparisons(inScope));
      }
      return chatbots.size + 1;
    });
    if (rated > 0) void tellDashboards(RECORDS_TOPIC, this.relay, this.logger);
    return rated;
  }

  private async rate(
    tx: Tx,
    scopeId: string,
    computedAt: Date,
    comparisons: ScopeComparisons,
  ): Promise<void> {
    const ratings = await rateModels(comparisons.contestants.length, comparisons.pairs);
    const run = toRun(scopeId, computedAt, comparisons, ratings);
    await this.ratings.replace(
      tx,
      run,
      toRatings(run.id, comparisons, ratings),
      toPairs(run.id, comparisons),
    );
  }
}

function toRun(
  scopeId: string,
  computedAt: Date,
  {
    outcomes,
    sameModel,
    longerWon,
    shorterWon,
    winnerCharacters,
    loserCharacters,
  }: ScopeComparisons,
  { comparisons, tieParameter, groups, converged }: Ratings,
): RatingRunEntity {
  return Object.assign(new RatingRunEntity(), {
    id: newId(),
    scopeId,
    hour: new Date(Math.floor(computedAt.getTime() / HOUR_MS) * HOUR_MS),
    computedAt,
    comparisons,
    aBetter: outcomes.a_better,
    bBetter: outcomes.b_better,
    ties: outcomes.tie,
    bothBad: outcomes.both_bad,
    ...{ sameModel, longerWon, shorterWon, winnerCharacters, loserCharacters },
    ...{ tieParameter, groups, converged },
    ...RATING_SETTINGS,
  });
}

function toRatings(
  runId: string,
  { contestants }: ScopeComparisons,
  { models }: Ratings,
): RatingEntity[] {
  return models.map(({ group, ...rating }, index) => {
    const { modelId, version, bothBad } = at(contestants, index);
    return Object.assign(new RatingEntity(), {
      ...rating,
      runId,
      modelId,
      modelVersion: version,
      bothBad,
      groupNumber: group,
    });
  });
}

function toPairs(runId: string, { contestants, pairs }: ScopeComparisons): RatingPairEntity[] {
  return pairs.map(({ first, second, ...counts }) =>
    Object.assign(new RatingPairEntity(), {
      ...counts,
      runId,
      firstModelId: at(contestants, first).modelId,
      firstVersion: at(contestants, first).version,
      secondModelId: at(contestants, second).modelId,
      secondVersion: at(contestants, second).version,
    }),
  );
}
