import type { BreakdownRow, SeriesPoint } from '@koi/contracts';
import { columns } from '../csv/to-csv.js';

/** How the composed numbers of a row are spread over columns. */
const COMPOSED = [
  'failureRate',
  'failureRateLow',
  'failureRateHigh',
  'upRate',
  'upRateLow',
  'upRateHigh',
  'ttftMsP50',
  'ttftMsP95',
  'durationMsP50',
  'durationMsP95',
  'cost',
] as const;

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
  'rankings',
  'corrections',
  'comments',
  'promptTokens',
  'completionTokens',
  ...COMPOSED,
);

export const seriesColumns = columns(
  'time',
  'conversations',
  'turns',
  'candidates',
  'failedCandidates',
  'votesUp',
  'votesDown',
  'rankings',
  'promptTokens',
  'completionTokens',
  ...COMPOSED.filter((name) => !name.startsWith('failureRate')),
);

/** A row of the table by chatbot or by model, flat. */
export const breakdownCsvRow = ({
  failureRate,
  upRate,
  ttft,
  duration,
  cost,
  ...row
}: BreakdownRow) => ({
  ...row,
  failureRate: failureRate?.value,
  failureRateLow: failureRate?.low,
  failureRateHigh: failureRate?.high,
  ...flat({ upRate, ttft, duration, cost }),
});

/** A point of the series, flat. */
export const seriesCsvRow = ({ upRate, ttft, duration, cost, ...row }: SeriesPoint) => ({
  ...row,
  ...flat({ upRate, ttft, duration, cost }),
});

type Composed = Pick<SeriesPoint, 'upRate' | 'ttft' | 'duration' | 'cost'>;
const flat = ({ upRate, ttft, duration, cost }: Composed) => ({
  upRate: upRate?.value,
  upRateLow: upRate?.low,
  upRateHigh: upRate?.high,
  ttftMsP50: ttft?.p50,
  ttftMsP95: ttft?.p95,
  durationMsP50: duration?.p50,
  durationMsP95: duration?.p95,
  cost: cost.map(({ amount, currency }) => `${amount} ${currency}`).join('; '),
});
