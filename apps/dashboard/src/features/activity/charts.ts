import type { SeriesPoint } from '@koi/contracts/http';
import type { CustomSeriesOption } from 'echarts/charts';
import { formatCompact, formatCost, formatCount, formatMs, formatShare } from '../../app/format.js';
import { bars, chartOver, line, type ChartInput, type ChartOption } from './chart-base.js';
import { seriesTexts } from './texts.js';

const count = { format: formatCompact, whole: true } as const;

/** Messages as a line over feedback as stacked bars. */
export function activityChart(input: ChartInput): ChartOption {
  const { colours } = input;
  const stack = { stack: 'feedback' };
  return chartOver(input, {
    axes: [{ ...count, name: 'Count' }],
    series: [
      bars(input, seriesTexts.votesUp, colours.up, (point) => point.votesUp, stack),
      bars(input, seriesTexts.votesDown, colours.down, (point) => point.votesDown, stack),
      bars(input, seriesTexts.rankings, colours.rank, (point) => point.rankings, stack),
      line(input, seriesTexts.turns, colours.muted, (point) => point.turns, {
        lineStyle: { width: 1.5 },
      }),
    ],
    tooltip: (point) => [
      { label: seriesTexts.votesUp, value: formatCount(point.votesUp), colour: colours.up },
      { label: seriesTexts.votesDown, value: formatCount(point.votesDown), colour: colours.down },
      { label: seriesTexts.rankings, value: formatCount(point.rankings), colour: colours.rank },
      { label: seriesTexts.turns, value: formatCount(point.turns), colour: colours.muted },
      { label: seriesTexts.conversations, value: formatCount(point.conversations) },
    ],
  });
}

/** The share of thumbs up with its 95 % interval as a band. */
export function upRateChart(input: ChartInput): ChartOption {
  const { colours } = input;
  return chartOver(input, {
    axes: [{ name: 'Share of votes', format: formatShare, max: 1, interval: 0.25 }],
    series: [
      intervalBand(input),
      line(input, seriesTexts.upRate, colours.up, ({ upRate }) => upRate?.value ?? null),
    ],
    tooltip: ({ upRate, votesUp, votesDown }) => [
      {
        label: seriesTexts.upRate,
        value: upRate ? formatShare(upRate.value) : '–',
        colour: colours.up,
      },
      {
        label: seriesTexts.interval,
        value: upRate ? `${formatShare(upRate.low)} – ${formatShare(upRate.high)}` : '–',
      },
      { label: 'Votes', value: formatCount(votesUp + votesDown) },
    ],
  });
}

/** Median and 95th percentile of a time, and failed answers as bars beside them. */
export function latencyChart(input: ChartInput, measured: 'ttft' | 'duration'): ChartOption {
  const { colours } = input;
  return chartOver(input, {
    axes: [
      { name: `${seriesTexts[measured]}`, format: formatMs },
      { ...count, name: seriesTexts.failed },
    ],
    series: [
      bars(input, seriesTexts.failed, colours.down, (point) => point.failedCandidates, {
        yAxisIndex: 1,
        itemStyle: { opacity: 0.55 },
      }),
      line(input, 'p95', colours.warn, (point) => point[measured]?.p95 ?? null),
      line(input, 'p50', colours.rank, (point) => point[measured]?.p50 ?? null),
    ],
    tooltip: (point) => [
      { label: 'p50', value: msText(point[measured]?.p50), colour: colours.rank },
      { label: 'p95', value: msText(point[measured]?.p95), colour: colours.warn },
      {
        label: seriesTexts.failed,
        value: `${formatCount(point.failedCandidates)} of ${formatCount(point.candidates)}`,
        colour: colours.down,
      },
    ],
  });
}

/** Tokens as stacked bars, and what they cost as a line in the currency that most was spent in. */
export function spendingChart(input: ChartInput): ChartOption {
  const { colours, points } = input;
  const currency = mainCurrency(points);
  const stack = { stack: 'tokens' };
  const amount = (point: SeriesPoint): number =>
    point.cost.find((cost) => cost.currency === currency)?.amount ?? 0;
  return chartOver(input, {
    axes: [
      { ...count, name: 'Tokens' },
      currency
        ? {
            name: `Cost, ${currency}`,
            format: (value) => formatCost({ amount: value, currency }),
          }
        : undefined,
    ],
    series: [
      bars(input, seriesTexts.promptTokens, colours.rank, (point) => point.promptTokens, {
        ...stack,
        itemStyle: { opacity: 0.5 },
      }),
      bars(
        input,
        seriesTexts.completionTokens,
        colours.rank,
        (point) => point.completionTokens,
        stack,
      ),
      ...(currency
        ? [line(input, seriesTexts.cost, colours.accent, amount, { yAxisIndex: 1 })]
        : []),
    ],
    tooltip: (point) => [
      {
        label: seriesTexts.completionTokens,
        value: formatCount(point.completionTokens),
        colour: colours.rank,
      },
      { label: seriesTexts.promptTokens, value: formatCount(point.promptTokens) },
      ...(point.cost.length > 0
        ? [
            {
              label: seriesTexts.cost,
              value: point.cost.map(formatCost).join(', '),
              colour: colours.accent,
            },
          ]
        : []),
    ],
  });
}

/** The currency in which the series as a whole cost most; amounts of others cannot share its axis. */
export function mainCurrency(points: readonly SeriesPoint[]): string | undefined {
  const sums = new Map<string, number>();
  for (const { currency, amount } of points.flatMap(({ cost }) => cost))
    sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].sort(([, a], [, b]) => b - a)[0]?.[0];
}

const msText = (ms: number | undefined): string => (ms === undefined ? '–' : formatMs(ms));

/** From each bucket to the next, the area between the ends of their intervals; a bar for one without neighbours. */
function intervalBand({ points, colours }: ChartInput): CustomSeriesOption {
  const shareAt = (index: number) => points[index]?.upRate ?? null;
  const style = { fill: colours.up, opacity: 0.18 };
  return {
    type: 'custom',
    name: seriesTexts.interval,
    silent: true,
    z: 1,
    data: points.map((_, index) => index),
    renderItem: (_, api) => {
      const index = api.value(0) as number;
      const here = shareAt(index);
      if (!here) return undefined;
      const at = (bucket: number, share: number) => api.coord([bucket, share]) as [number, number];
      const next = shareAt(index + 1);
      if (next)
        return {
          type: 'polygon',
          shape: {
            points: [
              at(index, here.low),
              at(index, here.high),
              at(index + 1, next.high),
              at(index + 1, next.low),
            ],
          },
          style,
        };
      if (shareAt(index - 1)) return undefined;
      const [[x, top], [, bottom]] = [at(index, here.high), at(index, here.low)];
      return {
        type: 'rect',
        shape: { x: x - 3, y: top, width: 6, height: bottom - top, r: 2 },
        style,
      };
    },
    encode: { x: 0, y: [] },
  };
}
