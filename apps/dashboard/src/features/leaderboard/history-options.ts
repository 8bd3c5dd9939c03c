import type { dashboardRoutes, ResponseOf } from '@koi/contracts/http';
import type { LineSeriesOption } from 'echarts/charts';
import type {
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { ChartColours } from '../activity/index.js';
import { contestantLabel } from './contestant-label.js';

export type HistoryOption = ComposeOption<
  LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;
export type RatingHistory = ResponseOf<typeof dashboardRoutes.getRatingHistory>;

/** Okabe & Ito's colours, told apart with any colour vision, after the design's own. */
const palette = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7', '#d55e00', '#0072b2'];

/** Ratings over time as lines, one for each model. */
export function historyOptions(history: RatingHistory, colours: ChartColours): HistoryOption {
  return {
    animationDuration: 250,
    textStyle: { fontFamily: 'inherit', color: colours.muted },
    color: [colours.rank, colours.up, ...palette],
    grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, left: 4, type: 'scroll', textStyle: { color: colours.ink, fontSize: 12 } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 12 },
      valueFormatter: (value) => (typeof value === 'number' ? String(Math.round(value)) : '–'),
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      scale: true,
      axisLabel: { color: colours.muted, fontSize: 11 },
      splitLine: { lineStyle: { color: colours.line } },
      splitNumber: 4,
    },
    series: history.models.map((model) => ({
      type: 'line',
      name: contestantLabel(model),
      symbolSize: 6,
      // A single point is a line of no length: show its mark.
      showSymbol: model.points.length < 40,
      data: model.points.map(({ time, rating }) => [time, rating]),
    })),
  };
}
