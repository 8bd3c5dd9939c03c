import { Injectable } from '@nestjs/common';
import type {
  getFilterChoices,
  getOverview,
  getSeries,
  Overview,
  QueryOutputOf,
  ResponseOf,
  SeriesPoint,
} from '@koi/contracts';
import { requireFewPoints, requireOrder, requireTimeZone } from './series-request.js';
import { splitRange, toWholeMinutes, type Span } from './split-range.js';
import { StatisticsRepository, type SeriesSums, type Sums } from './statistics.repository.js';
import { wilsonInterval } from './wilson-interval.js';

/** Numbers of the dashboard, from the rollups. */
@Injectable()
export class StatisticsService {
  constructor(private readonly statistics: StatisticsRepository) {}

  async overview({ chatbot, ...range }: QueryOutputOf<typeof getOverview>): Promise<Overview> {
    const span = spanOf(range);
    const [sums, participants] = await Promise.all([
      this.statistics.sums(splitRange(span), chatbot),
      this.statistics.participants(span, chatbot),
    ]);
    return toOverview(sums, participants);
  }

  /** Without `from` the series begins with the first activity; without any activity it is empty. */
  async series(query: QueryOutputOf<typeof getSeries>): Promise<ResponseOf<typeof getSeries>> {
    const { chatbot, step, timeZone } = query;
    requireTimeZone(timeZone);
    const asked = spanOf(query);
    const from = asked.from ?? (await this.statistics.firstBucket(chatbot));
    if (!from) return { step, points: [] };
    const to = asked.to ?? new Date();
    if (from >= to) return { step, points: [] };
    requireFewPoints(from, to, step);

    const times = await this.statistics.steps(from, to, step, timeZone);
    const sums = await this.statistics.bySteps(this.rangeFor(times, { from, to }, step), chatbot, {
      step,
      timeZone,
    });
    const byTime = new Map(sums.map((point) => [point.time.getTime(), point]));
    return { step, points: times.map((time) => toPoint(time, byTime.get(time.getTime()))) };
  }

  filterChoices(): Promise<ResponseOf<typeof getFilterChoices>> {
    return this.statistics.filterChoices();
  }

  /** Hours serve only steps that begin with an hour of UTC: not minutes, and not where clocks are half an hour off. */
  private rangeFor(times: readonly Date[], span: Span, step: string) {
    const onTheHour = step !== 'minute' && times.every((time) => time.getUTCMinutes() === 0);
    return onTheHour ? splitRange(span) : { hours: null, minutes: [toWholeMinutes(span)] };
  }
}

/** @throws InvalidInput when it ends before it begins. */
function spanOf(range: { from?: string | undefined; to?: string | undefined }): Span {
  const from = range.from ? new Date(range.from) : undefined;
  const to = range.to ? new Date(range.to) : undefined;
  requireOrder(from, to);
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function toOverview(sums: Sums, participants: number): Overview {
  const { aBetter, bBetter, ties, bothBad, ttftMsSum, ttftCount, updatedAt, ...counts } = sums;
  return {
    ...counts,
    participants,
    upRate: wilsonInterval(sums.votesUp, sums.votesUp + sums.votesDown),
    rankings: { aBetter, bBetter, tie: ties, bothBad },
    ttftMsMean: ttftCount > 0 ? ttftMsSum / ttftCount : null,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

function toPoint(time: Date, sums: SeriesSums | undefined): SeriesPoint {
  const { conversations = 0, turns = 0, votesUp = 0, votesDown = 0, rankings = 0 } = sums ?? {};
  return { time: time.toISOString(), conversations, turns, votesUp, votesDown, rankings };
}
