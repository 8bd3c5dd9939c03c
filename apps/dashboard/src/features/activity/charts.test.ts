import { expect, test } from '@jest/globals';
import type { SeriesPoint } from '@koi/contracts/http';
import type { ChartColours, ChartInput, ChartOption } from './chart-base.js';
import { activityChart, latencyChart, mainCurrency, spendingChart, upRateChart } from './charts.js';

const colours: ChartColours = {
  up: '#0a0',
  down: '#a00',
  rank: '#00a',
  accent: '#a50',
  warn: '#a80',
  ink: '#000',
  muted: '#777',
  line: '#ddd',
  surface: '#fff',
};
const point = (time: string, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  time,
  conversations: 1,
  turns: 2,
  votesUp: 0,
  votesDown: 0,
  rankings: 0,
  candidates: 2,
  failedCandidates: 0,
  promptTokens: 0,
  completionTokens: 0,
  upRate: null,
  ttft: null,
  duration: null,
  cost: [],
  ...more,
});
const input = (points: SeriesPoint[], width = 800): ChartInput => ({
  points,
  step: 'hour',
  timeZone: 'UTC',
  colours,
  width,
});
const hours = ['2026-03-09T14:00:00Z', '2026-03-09T15:00:00Z', '2026-03-09T16:00:00Z'];
const seriesOf = ({ series }: ChartOption) => (Array.isArray(series) ? series : []);

test('up, down and rankings are one stack, bucket by bucket; messages are beside it', () => {
  const options = activityChart(
    input([
      point(hours[0]!, { votesUp: 3, votesDown: 1 }),
      point(hours[1]!, { votesDown: 2, rankings: 5 }),
    ]),
  );

  expect(options.series).toMatchObject([
    { name: 'Thumbs up', stack: 'feedback', data: [3, 0] },
    { name: 'Thumbs down', stack: 'feedback', data: [1, 2] },
    { name: 'Rankings', stack: 'feedback', data: [0, 5] },
    { name: 'Messages', type: 'line', data: [2, 2] },
  ]);
  // Counts have no half steps on the axis.
  expect(options.yAxis).toMatchObject([{ minInterval: 1, min: 0 }]);
});

test('the up-rate goes from 0 to 1 and breaks where nobody voted', () => {
  const upRate = { value: 0.8, low: 0.6, high: 0.9 };
  const options = upRateChart(input([point(hours[0]!, { upRate }), point(hours[1]!)]));

  expect(options.yAxis).toMatchObject([{ min: 0, max: 1, interval: 0.25 }]);
  expect(seriesOf(options)[1]).toMatchObject({ data: [0.8, null], connectNulls: false });
});

test('the band is an area to the next bucket, or a bar where there is none', () => {
  const share = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
  const [band] = seriesOf(
    upRateChart(
      input([
        point(hours[0]!, { upRate: share(0.5) }),
        point(hours[1]!, { upRate: share(0.6) }),
        point(hours[2]!),
        point('2026-03-09T17:00:00Z', { upRate: share(0.7) }),
      ]),
    ),
  );
  type Render = (
    parameters: unknown,
    api: { value: () => number; coord: (at: number[]) => number[] },
  ) => { type: string; shape: Record<string, unknown> } | undefined;
  const render = (band as unknown as { renderItem: Render }).renderItem;
  const drawn = [0, 1, 2, 3].map((index) =>
    render(
      {},
      { value: () => index, coord: ([bucket = 0, value = 0]) => [bucket, 100 - 100 * value] },
    ),
  );

  expect(drawn.map((shape) => shape?.type)).toEqual(['polygon', undefined, undefined, 'rect']);
  expect(drawn[0]?.shape['points']).toEqual([
    [0, 60],
    [0, 40],
    [1, 30],
    [1, 50],
  ]);
});

test('latency is told apart from failures by its own scale, and where nothing was timed it breaks', () => {
  const timed = point(hours[0]!, {
    ttft: { p50: 400, p95: 1_900, count: 5 },
    duration: { p50: 4_000, p95: 9_000, count: 4 },
    failedCandidates: 1,
  });
  const of = (measured: 'ttft' | 'duration') =>
    latencyChart(input([timed, point(hours[1]!)]), measured);

  expect(of('ttft').series).toMatchObject([
    { name: 'Failed answers', yAxisIndex: 1, data: [1, 0] },
    { name: 'p95', data: [1_900, null] },
    { name: 'p50', data: [400, null] },
  ]);
  expect(seriesOf(of('duration'))[2]).toMatchObject({ data: [4_000, null] });
  expect(of('duration').yAxis).toMatchObject([
    { name: 'Duration of an answer' },
    { name: 'Failed answers' },
  ]);
});

test('cost has an axis in the currency most was spent in, and none without a price', () => {
  const paid = [
    point(hours[0]!, { promptTokens: 10, cost: [{ currency: 'EUR', amount: 1 }] }),
    point(hours[1]!, {
      cost: [
        { currency: 'USD', amount: 0.5 },
        { currency: 'EUR', amount: 2 },
      ],
    }),
  ];

  expect(mainCurrency(paid)).toBe('EUR');
  expect(seriesOf(spendingChart(input(paid)))[2]).toMatchObject({ name: 'Cost', data: [1, 2] });
  expect(spendingChart(input(paid)).yAxis).toMatchObject([
    { name: 'Tokens' },
    { name: 'Cost, EUR' },
  ]);
  expect(seriesOf(spendingChart(input([point(hours[0]!)])))).toHaveLength(2);
});

test('a narrow chart has fewer labels, at round hours', () => {
  const day = Array.from({ length: 24 }, (_, hour) =>
    point(new Date(Date.UTC(2026, 2, 9, hour)).toISOString()),
  );
  const labelled = (width: number): number => {
    const { xAxis } = activityChart(input(day, width));
    const { axisLabel, data } = xAxis as unknown as {
      axisLabel: { interval: (index: number, start: string) => boolean };
      data: string[];
    };
    return data.filter((start, index) => axisLabel.interval(index, start)).length;
  };

  expect(labelled(800)).toBeGreaterThan(labelled(260));
  expect(labelled(260)).toBeLessThanOrEqual(4);
});
