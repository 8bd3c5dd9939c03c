import type { BreakdownRow } from '@koi/contracts';
import { columns } from '../csv/to-csv.js';

export const breakdownColumns = columns(
  'name',
  'label',
  'conversations',
  'turns',
  'candidates',
  'failedCandidates',
  'fallbacks',
  'votesUp',
  'votesDown',
  'upRate',
  'upRateLow',
  'upRateHigh',
  'rankings',
  'corrections',
  'comments',
  'promptTokens',
  'completionTokens',
  'ttftMsP50',
  'ttftMsP95',
  'durationMsP50',
  'durationMsP95',
  'cost',
);

/** A row of the table, flat. */
export const breakdownCsvRow = ({ upRate, ttft, duration, cost, ...row }: BreakdownRow) => ({
  ...row,
  upRate: upRate?.value,
  upRateLow: upRate?.low,
  upRateHigh: upRate?.high,
  ttftMsP50: ttft?.p50,
  ttftMsP95: ttft?.p95,
  durationMsP50: duration?.p50,
  durationMsP95: duration?.p95,
  cost: cost.map(({ amount, currency }) => `${amount} ${currency}`).join('; '),
});
