import type { BreakdownRow, ShareWithInterval } from '@koi/contracts/http';
import type { RouteLocationRaw } from 'vue-router';
import { formatCompact, formatCost, formatCount, formatMs, formatShare } from '../../app/format.js';
import { rows, type OverviewFilter } from './rows.js';

export type BreakdownBy = 'chatbot' | 'model';

/** One number of a row: its text and rows, and how many they are, or what they add up to, where the number says so. */
interface BreakdownCell {
  readonly text: string;
  readonly to?: RouteLocationRaw;
  readonly count?: number | undefined;
  readonly sum?: string;
  readonly share?: ShareWithInterval | null;
}

export interface BreakdownColumn {
  readonly label: string;
  /** What rows are sorted by; nothing at all comes last. */
  readonly order: (row: BreakdownRow) => number;
  readonly cell: (row: BreakdownRow, filter: OverviewFilter) => BreakdownCell;
}

const counted = (
  label: string,
  count: (row: BreakdownRow) => number,
  to: (filter: OverviewFilter) => RouteLocationRaw,
): BreakdownColumn => ({
  label,
  order: count,
  cell: (row, filter) => ({ text: formatCount(count(row)), to: to(filter), count: count(row) }),
});

const quantile = (
  label: string,
  measured: 'ttft' | 'duration',
  name: 'p50' | 'p95',
): BreakdownColumn => ({
  label,
  order: (row) => row[measured]?.[name] ?? -1,
  cell: (row, filter) => {
    const latency = row[measured];
    if (!latency) return { text: '–' };
    return {
      text: formatMs(latency[name]),
      to: rows.candidates(filter, { measured }),
      count: latency.count,
    };
  },
});

const votesOf = (row: BreakdownRow): number => row.votesUp + row.votesDown;
const tokensOf = (row: BreakdownRow): number => row.promptTokens + row.completionTokens;

const upRate: BreakdownColumn = {
  label: 'Up-rate',
  order: (row) => row.upRate?.value ?? -1,
  cell: (row, filter) =>
    row.upRate
      ? {
          text: formatShare(row.upRate.value),
          to: rows.feedback(filter, { kind: 'vote' }),
          count: votesOf(row),
          share: row.upRate,
        }
      : { text: '–' },
};

const spending: readonly BreakdownColumn[] = [
  {
    label: 'Tokens',
    order: tokensOf,
    cell: (row, filter) => ({
      text: formatCompact(tokensOf(row)),
      to: rows.candidates(filter),
      count: row.candidates,
    }),
  },
  {
    label: 'Cost',
    order: (row) => row.cost[0]?.amount ?? -1,
    cell: (row, filter) => {
      const [first, ...others] = row.cost;
      if (!first) return { text: '–' };
      const asked = others.length === 0 ? { currency: first.currency } : {};
      const costs = row.cost.map(formatCost);
      return {
        text: costs.join(', '),
        to: rows.candidates(filter, asked),
        // As the list writes what its rows add up to.
        sum: costs.join(' · '),
      };
    },
  },
];

const said: readonly BreakdownColumn[] = [
  counted('Votes', votesOf, (filter) => rows.feedback(filter, { kind: 'vote' })),
  upRate,
];
const answered: readonly BreakdownColumn[] = [
  counted('Answers', (row) => row.candidates, rows.candidates),
  counted(
    'Failed',
    (row) => row.failedCandidates,
    (filter) => rows.candidates(filter, { outcome: 'failed' }),
  ),
];
const timed: readonly BreakdownColumn[] = [
  quantile('First token p50', 'ttft', 'p50'),
  quantile('p95', 'ttft', 'p95'),
  quantile('Duration p50', 'duration', 'p50'),
];

/** What each table shows; conversations, messages and rankings belong to no single model. */
export const breakdownColumns: Record<BreakdownBy, readonly BreakdownColumn[]> = {
  chatbot: [
    counted('Conversations', (row) => row.conversations, rows.conversations),
    counted('Messages', (row) => row.turns, rows.turns),
    ...answered,
    ...said,
    counted(
      'Rankings',
      (row) => row.rankings,
      (filter) => rows.feedback(filter, { kind: 'ranking' }),
    ),
    ...timed,
    ...spending,
  ],
  model: [
    ...answered,
    counted(
      'Stood in',
      (row) => row.fallbacks,
      (filter) => rows.candidates(filter, { fallback: 'true' }),
    ),
    ...said,
    ...timed,
    ...spending,
  ],
};

/** Rows by one column, the greatest first or last; by name where none is chosen. */
export function sortedRows(
  found: readonly BreakdownRow[],
  column: BreakdownColumn | undefined,
  descending: boolean,
): BreakdownRow[] {
  const direction = descending ? -1 : 1;
  return [...found].sort((a, b) => {
    const byValue = column ? direction * (column.order(a) - column.order(b)) : 0;
    return byValue || a.label.localeCompare(b.label);
  });
}
