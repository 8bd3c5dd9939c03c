import { Injectable } from '@nestjs/common';
import { maintenanceQueue, type MaintenanceTask } from '@koi/contracts';
import type {
  Battle,
  getRatingHistory,
  Leaderboard,
  LeaderboardRow,
  listBattles,
  PairRow,
  QueryOutputOf,
  ResponseOf,
  UnrankedReason,
} from '@koi/contracts';
import type { RatingRunEntity } from '@koi/database';
import { QueueUnavailable, type Producer } from '@koi/queues';
import { InjectProducer } from '@koi/service';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';
import { InvalidInput } from '@koi/service';
import { ModelNotFound } from './leaderboard.errors.js';
import {
  LeaderboardRepository,
  type BattleFilter,
  type BattleRow,
  type HistoryRow,
  type PairCountsRow,
  type RatingRow,
} from './leaderboard.repository.js';

/** The schedule that rates again when rankings have changed. */
const REFRESH: MaintenanceTask = 'refresh_ratings';
const DAY_MS = 86_400_000;
/** Up to here the history shows hours, beyond it days. */
const HOURLY_DAYS = 7;

/** Serves stored ratings; analytics-worker computes them. */
@Injectable()
export class LeaderboardService {
  constructor(
    private readonly leaderboard: LeaderboardRepository,
    @InjectProducer(maintenanceQueue)
    private readonly maintenance: Producer<typeof maintenanceQueue>,
  ) {}

  async get(chatbot: string | undefined): Promise<Leaderboard> {
    const scopeId = await this.leaderboard.scopeId(chatbot);
    if (!scopeId)
      return {
        ...{ run: null, models: [], pairs: [], rankings: toRankings(null), votes: [] },
        progress: { counted: 0, rated: 0, nextRunAt: null },
      };
    const [run, votes, counted] = await Promise.all([
      this.leaderboard.latestRun(scopeId),
      this.leaderboard.votes(scopeId),
      this.leaderboard.countRankings(scopeId),
    ]);
    const [progress, ratings, pairs] = await Promise.all([
      this.progress(counted, run),
      run ? this.leaderboard.ratings(run.id) : [],
      run ? this.leaderboard.pairs(run.id) : [],
    ]);
    return {
      run: run && toRun(run),
      progress,
      models: ratings.map((row) => toRow(row, run?.floor ?? 0)),
      pairs: toPairs(pairs, ratings),
      rankings: toRankings(run),
      votes: votes.map((row) => ({
        ...row,
        upShare: wilsonInterval(row.votesUp, row.votesUp + row.votesDown),
      })),
    };
  }

  async history({
    chatbot,
    days,
  }: QueryOutputOf<typeof getRatingHistory>): Promise<ResponseOf<typeof getRatingHistory>> {
    const step = days <= HOURLY_DAYS ? 'hour' : 'day';
    const scopeId = await this.leaderboard.scopeId(chatbot);
    const from = new Date(Date.now() - days * DAY_MS);
    const rows = scopeId ? await this.leaderboard.history(scopeId, from, step) : [];
    return { step, models: toHistory(rows) };
  }

  /** @throws ModelNotFound; InvalidInput for a second model without its version, or the other way round. */
  async battles(query: QueryOutputOf<typeof listBattles>): Promise<ResponseOf<typeof listBattles>> {
    if ((query.second === undefined) !== (query.secondVersion === undefined))
      throw new InvalidInput([
        { path: 'secondVersion', message: 'goes together with second, or neither is given' },
      ]);
    const [first, second] = await Promise.all([
      this.model(query.first),
      query.second === undefined ? undefined : this.model(query.second),
    ]);
    const filter: BattleFilter = {
      chatbot: query.chatbot,
      first: { id: first.id, version: query.firstVersion },
      second:
        second && query.secondVersion !== undefined
          ? { id: second.id, version: query.secondVersion }
          : undefined,
      won: query.won,
    };
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const [found, total] = await Promise.all([
      this.leaderboard.battles(filter, after, query.limit),
      this.leaderboard.countBattles(filter),
    ]);
    const { rows, nextCursor } = pageOfRows(found, query.limit);
    return { total, nextCursor, items: rows.map(toBattle) };
  }

  async refresh(): Promise<{ queued: true }> {
    await this.maintenance.addAgain({ task: 'rebuild_ratings' });
    return { queued: true };
  }

  /** The ratings are there whatever the queue does, so a queue that is away costs only the time of the next run. */
  private async progress(
    counted: number,
    run: RatingRunEntity | null,
  ): Promise<Leaderboard['progress']> {
    const rated = run ? run.aBetter + run.bBetter + run.ties + run.bothBad : 0;
    const next =
      counted === rated
        ? undefined
        : await this.maintenance.nextRun(REFRESH).catch((error: unknown) => {
            if (error instanceof QueueUnavailable) return undefined;
            throw error;
          });
    return { counted, rated, nextRunAt: next?.toISOString() ?? null };
  }

  private async model(name: string): Promise<{ id: string; label: string }> {
    const model = await this.leaderboard.modelId(name);
    if (!model) throw new ModelNotFound(name);
    return model;
  }
}

function toBattle(row: BattleRow): Battle {
  const { id, createdAt, chatbot, conversationId, outcome, promptExcerpt } = row;
  return {
    ...{ id, createdAt: createdAt.toISOString(), chatbot, conversationId, outcome, promptExcerpt },
    sides: [
      { name: row.aName, label: row.aLabel, version: row.aVersion },
      { name: row.bName, label: row.bLabel, version: row.bVersion },
    ],
  };
}

function toRun(run: RatingRunEntity): NonNullable<Leaderboard['run']> {
  const { comparisons, sameModel, tieParameter, groups, converged, rounds, seed, floor } = run;
  return {
    computedAt: run.computedAt.toISOString(),
    ...{ comparisons, sameModel, tieParameter, groups, converged, rounds, seed, floor },
  };
}

function toRow(
  { modelId: _, groupNumber, bounded, ...row }: RatingRow,
  floor: number,
): LeaderboardRow {
  return {
    ...row,
    ...(bounded ? {} : { rating: null, low: null, high: null }),
    unranked: unrankedReason({ ...row, groupNumber, bounded }, floor),
  };
}

/** The first reason that holds; null for a ranked model. */
function unrankedReason(row: Omit<RatingRow, 'modelId'>, floor: number): UnrankedReason | null {
  if (row.rank !== null) return null;
  if (row.wins + row.losses + row.ties < floor) return 'not_enough_votes';
  return row.groupNumber > 0 ? 'not_connected' : 'unbounded';
}

function toPairs(pairs: readonly PairCountsRow[], models: readonly RatingRow[]): PairRow[] {
  const places = new Map(
    models.map(({ modelId, version }, place) => [`${modelId} ${version}`, place]),
  );
  return pairs.flatMap((pair) => {
    const first = places.get(`${pair.firstModelId} ${pair.firstVersion}`);
    const second = places.get(`${pair.secondModelId} ${pair.secondVersion}`);
    if (first === undefined || second === undefined) return [];
    const { firstWins, secondWins, ties, bothBad } = pair;
    const firstShare = wilsonInterval(firstWins, firstWins + secondWins);
    return [{ first, second, firstWins, secondWins, ties, bothBad, firstShare }];
  });
}

function toRankings(run: RatingRunEntity | null): Leaderboard['rankings'] {
  const { aBetter = 0, bBetter = 0, ties = 0, bothBad = 0 } = run ?? {};
  const won = aBetter + bBetter;
  const all = won + ties + bothBad;
  return {
    ...{ aBetter, bBetter, tie: ties, bothBad },
    aShare: wilsonInterval(aBetter, won),
    tieShare: wilsonInterval(ties, all),
    bothBadShare: wilsonInterval(bothBad, all),
    longerShare: run && wilsonInterval(run.longerWon, run.longerWon + run.shorterWon),
    winnerCharacters: run && won > 0 ? run.winnerCharacters / won : null,
    loserCharacters: run && won > 0 ? run.loserCharacters / won : null,
  };
}

/** Rows come ordered by model, then time. */
function toHistory(rows: readonly HistoryRow[]): ResponseOf<typeof getRatingHistory>['models'] {
  const models: ResponseOf<typeof getRatingHistory>['models'] = [];
  for (const { name, label, version, time, ...point } of rows) {
    let model = models.at(-1);
    if (model?.name !== name || model.version !== version) {
      model = { name, label, version, points: [] };
      models.push(model);
    }
    model.points.push({ ...point, time: time.toISOString() });
  }
  return models;
}
