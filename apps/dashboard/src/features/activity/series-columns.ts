import type { SeriesPoint } from '@koi/contracts/http';
import type { RouteLocationRaw } from 'vue-router';
import { formatCost, formatCount, formatMs, formatShare } from '../../app/format.js';
import { seriesTexts } from './texts.js';

/** The rows behind a bucket's numbers. */
export interface BucketRows {
  readonly votes: (value?: 'up' | 'down') => RouteLocationRaw;
  readonly rankings: RouteLocationRaw;
  readonly turns: RouteLocationRaw;
  readonly candidates: (
    asked?: Partial<Record<'outcome' | 'measured' | 'currency', string>>,
  ) => RouteLocationRaw;
}

/** One number of a bucket as its table shows it: with its rows, and how many they are where that is known. */
interface Cell {
  readonly text: string;
  readonly to?: RouteLocationRaw | undefined;
  readonly count?: number | undefined;
}

export interface SeriesColumn {
  readonly label: string;
  readonly cell: (point: SeriesPoint, rows: BucketRows) => Cell;
}

const counted = (
  label: string,
  count: (point: SeriesPoint) => number,
  to: (rows: BucketRows) => RouteLocationRaw,
): SeriesColumn => ({
  label,
  cell: (point, rows) => ({ text: formatCount(count(point)), to: to(rows), count: count(point) }),
});

const quantile = (measured: 'ttft' | 'duration', name: 'p50' | 'p95'): SeriesColumn => ({
  label: name,
  cell: (point, rows) => {
    const latency = point[measured];
    if (!latency) return { text: '–' };
    return {
      text: formatMs(latency[name]),
      to: rows.candidates({ measured }),
      count: latency.count,
    };
  },
});

const failed = counted(
  seriesTexts.failed,
  (point) => point.failedCandidates,
  (rows) => rows.candidates({ outcome: 'failed' }),
);

export const activityColumns: readonly SeriesColumn[] = [
  counted(
    seriesTexts.votesUp,
    (point) => point.votesUp,
    (rows) => rows.votes('up'),
  ),
  counted(
    seriesTexts.votesDown,
    (point) => point.votesDown,
    (rows) => rows.votes('down'),
  ),
  counted(
    seriesTexts.rankings,
    (point) => point.rankings,
    (rows) => rows.rankings,
  ),
  counted(
    seriesTexts.turns,
    (point) => point.turns,
    (rows) => rows.turns,
  ),
];

export const upRateColumns: readonly SeriesColumn[] = [
  {
    label: seriesTexts.upRate,
    cell: ({ upRate, votesUp, votesDown }, rows) =>
      upRate
        ? { text: formatShare(upRate.value), to: rows.votes(), count: votesUp + votesDown }
        : { text: '–' },
  },
  {
    label: seriesTexts.interval,
    cell: ({ upRate }) => ({
      text: upRate ? `${formatShare(upRate.low)} – ${formatShare(upRate.high)}` : '–',
    }),
  },
  counted(
    'Votes',
    (point) => point.votesUp + point.votesDown,
    (rows) => rows.votes(),
  ),
];

export const latencyColumns = (measured: 'ttft' | 'duration'): readonly SeriesColumn[] => [
  quantile(measured, 'p50'),
  quantile(measured, 'p95'),
  failed,
  counted(
    'Answers',
    (point) => point.candidates,
    (rows) => rows.candidates(),
  ),
];

export const spendingColumns: readonly SeriesColumn[] = [
  {
    label: seriesTexts.promptTokens,
    cell: (point, rows) => ({
      text: formatCount(point.promptTokens),
      to: rows.candidates(),
      count: point.candidates,
    }),
  },
  {
    label: seriesTexts.completionTokens,
    cell: (point, rows) => ({
      text: formatCount(point.completionTokens),
      to: rows.candidates(),
      count: point.candidates,
    }),
  },
  {
    label: seriesTexts.cost,
    cell: ({ cost: [first, ...others] }, rows) =>
      first
        ? {
            text: [first, ...others].map(formatCost).join(', '),
            to: rows.candidates(others.length === 0 ? { currency: first.currency } : {}),
          }
        : { text: '–' },
  },
];
