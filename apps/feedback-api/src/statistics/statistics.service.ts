import { Injectable } from '@nestjs/common';
import type {
  getBreakdown,
  getFilterChoices,
  getOverview,
  getSeries,
  Latency,
  listLatestEvents,
  Overview,
  QueryOutputOf,
  ResponseOf,
  RollupState,
  SeriesPoint,
} from '@koi/contracts';
import { latencyQuantile } from '@koi/database';
import { requireFewPoints, requireOrder, requireTimeZone } from './series-request.js';
import type { SeriesStep } from './rollup-rows.js';
import { splitPeople, splitRange, splitSteps, type RollupPart, type Span } from './split-range.js';
import { StatisticsRepository } from './statistics.repository.js';
import type { Amount, Bin, Histogram, SeriesSums, Sums } from './statistics.repository.js';
import { wilsonInterval } from './wilson-interval.js';

/** Numbers of the dashboard, from the rollups. */
@Injectable()
export class StatisticsService {
  constructor(private readonly statistics: StatisticsRepository) {}

  async overview({ from, to, ...filter }: QueryOutputOf<typeof getOverview>): Promise<Overview> {
    const span = spanOf({ from, to });
    const parts = splitRange(span);
    const [sums, participants, amounts, bins] = await Promise.all([
      this.statistics.sums(parts, filter),
      // People cannot be told apart by model: which models answered is not theirs to choose.
      filter.model ? 0 : this.statistics.participants(splitPeople(span), filter),
      this.statistics.amounts(parts, filter),
      this.statistics.bins(parts, filter),
    ]);
    return { ...toOverview(sums, participants), ...toAmounts(amounts), ...toLatencies(bins) };
  }

  async breakdown({
    from,
    to,
    by,
    ...filter
  }: QueryOutputOf<typeof getBreakdown>): Promise<ResponseOf<typeof getBreakdown>> {
    const parts = splitRange(spanOf({ from, to }));
    const [sums, amounts, bins] = await Promise.all([
      this.statistics.breakdown(parts, filter, by),
      this.statistics.amounts(parts, filter, by),
      this.statistics.bins(parts, filter, by),
    ]);
    return {
      rows: sums.map((row) => ({
        ...toOverview(row, 0),
        name: row.name,
        label: row.label,
        rankings: row.aBetter + row.bBetter + row.ties + row.bothBad,
        ...toAmounts(amounts.filter(({ key }) => key === row.key)),
        ...toLatencies(bins.filter(({ key }) => key === row.key)),
      })),
    };
  }

  async state(): Promise<RollupState> {
    const { dirtyMinutes, check } = await this.statistics.state();
    return {
      dirtyMinutes,
      check: check && { ...check, startedAt: check.startedAt.toISOString() },
    };
  }

  async latestEvents({
    limit,
    ...filter
  }: QueryOutputOf<typeof listLatestEvents>): Promise<ResponseOf<typeof listLatestEvents>> {
    const events = await this.statistics.latestEvents(filter, limit);
    return { events: events.map((event) => ({ ...event, at: event.at.toISOString() })) };
  }

  /** Without `from` the series begins with the first activity; without any activity it is empty. */
  async series(query: QueryOutputOf<typeof getSeries>): Promise<ResponseOf<typeof getSeries>> {
    const { chatbot, model, mode, step, timeZone } = query;
    const filter = { chatbot, model, mode };
    requireTimeZone(timeZone);
    const asked = spanOf(query);
    const from = asked.from ?? (await this.statistics.firstBucket(chatbot));
    if (!from) return { step, points: [] };
    const to = asked.to ?? new Date();
    if (from >= to) return { step, points: [] };
    requireFewPoints(from, to, step);

    const times = await this.statistics.steps(from, to, step, timeZone);
    const parts = partsFor(times, { from, to }, step);
    const [sums, bins, costs] = await Promise.all([
      this.statistics.bySteps(parts, filter, { step, timeZone }),
      this.statistics.bins(parts, filter, { step, timeZone }),
      this.statistics.amounts(parts, filter, { step, timeZone }, ['cost']),
    ]);
    const byTime = new Map(sums.map((point) => [point.time.getTime(), point]));
    const binsByTime = groupByKey(bins);
    const costsByTime = groupByKey(costs);
    return {
      step,
      points: times.map((time) => ({
        ...toPoint(time, byTime.get(time.getTime())),
        ...toLatencies(binsByTime.get(String(time.getTime())) ?? []),
        cost: toAmounts(costsByTime.get(String(time.getTime())) ?? []).cost,
      })),
    };
  }

  filterChoices(): Promise<ResponseOf<typeof getFilterChoices>> {
    return this.statistics.filterChoices();
  }
}

/** Minutes serve steps of a minute, and hours that all begin within an hour of UTC. */
function partsFor(times: readonly Date[], span: Span, step: SeriesStep): RollupPart[] {
  const isFine =
    step === 'minute' || (step === 'hour' && times.some((time) => time.getUTCMinutes() !== 0));
  return isFine ? splitRange(span, 'stats_minute') : splitSteps(span, times);
}

/** @throws InvalidInput when it ends before it begins. */
function spanOf(range: { from?: string | undefined; to?: string | undefined }): Span {
  const from = range.from ? new Date(range.from) : undefined;
  const to = range.to ? new Date(range.to) : undefined;
  requireOrder(from, to);
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

type Counts = Omit<Overview, 'cost' | 'errors' | 'reasons' | 'ttft' | 'duration'>;

function toOverview(sums: Sums, participants: number): Counts {
  const { aBetter, bBetter, ties, bothBad, ttftMsSum, ttftCount, updatedAt, ...counts } = sums;
  return {
    ...counts,
    participants,
    failureRate: wilsonInterval(sums.failedCandidates, sums.candidates),
    upRate: wilsonInterval(sums.votesUp, sums.votesUp + sums.votesDown),
    rankingShares: toRankingShares(sums),
    rankings: { aBetter, bBetter, tie: ties, bothBad },
    ttftMsMean: ttftCount > 0 ? ttftMsSum / ttftCount : null,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

function toRankingShares({ aBetter, bBetter, ties, bothBad }: Sums): Overview['rankingShares'] {
  const total = aBetter + bBetter + ties + bothBad;
  const [a, b, tie, bad] = [aBetter, bBetter, ties, bothBad].map((n) => wilsonInterval(n, total));
  return a && b && tie && bad ? { aBetter: a, bBetter: b, tie, bothBad: bad } : null;
}

function toAmounts(amounts: readonly Amount[]): Pick<Overview, 'cost' | 'errors' | 'reasons'> {
  const of = (wanted: Amount['part']) => amounts.filter(({ part }) => part === wanted);
  const named = (part: Amount['part']) =>
    of(part).map(({ name, amount }) => ({ key: name, count: amount }));
  return {
    cost: of('cost').map(({ name, amount }) => ({ currency: name, amount })),
    errors: named('errors'),
    reasons: named('reasons'),
  };
}

function toLatencies(bins: readonly Bin[]): Record<Histogram, Latency> {
  const of = (wanted: Histogram): Latency => {
    const histogram = bins.filter(({ part }) => part === wanted);
    const [p50, p95] = [latencyQuantile(histogram, 0.5), latencyQuantile(histogram, 0.95)];
    const count = histogram.reduce((sum, bin) => sum + bin.count, 0);
    return p50 === null || p95 === null ? null : { p50, p95, count };
  };
  return { ttft: of('ttft'), duration: of('duration') };
}

function groupByKey<Row extends { readonly key: string | null }>(
  rows: readonly Row[],
): Map<string | null, Row[]> {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group) group.push(row);
    else groups.set(row.key, [row]);
  }
  return groups;
}

function toPoint(
  time: Date,
  sums: SeriesSums | undefined,
): Omit<SeriesPoint, 'ttft' | 'duration' | 'cost'> {
  const { conversations = 0, turns = 0, votesUp = 0, votesDown = 0, rankings = 0 } = sums ?? {};
  const {
    candidates = 0,
    failedCandidates = 0,
    promptTokens = 0,
    completionTokens = 0,
  } = sums ?? {};
  return {
    time: time.toISOString(),
    conversations,
    turns,
    votesUp,
    votesDown,
    rankings,
    candidates,
    failedCandidates,
    promptTokens,
    completionTokens,
    upRate: wilsonInterval(votesUp, votesUp + votesDown),
  };
}
