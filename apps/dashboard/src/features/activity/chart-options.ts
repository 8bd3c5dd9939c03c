import type { SeriesPoint } from '@koi/contracts/http';
import type { BarSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Step } from '../filters/address.js';
import { bucketLabels } from './bucket-label.js';
import { isLabelled, labelEvery } from './label-every.js';
import { seriesTexts } from './texts.js';

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | TooltipComponentOption
>;

/** Colours as the browser computed them: a canvas knows no CSS variables. */
export interface ChartColours {
  readonly up: string;
  readonly down: string;
  readonly rank: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
}

export interface ChartInput {
  readonly points: readonly SeriesPoint[];
  readonly step: Step;
  readonly timeZone: string;
  readonly colours: ChartColours;
  /** Width of the chart in CSS pixels. */
  readonly width: number;
}

const labelWidth = 62;

/** Feedback over time as stacked bars: thumbs up, thumbs down, rankings. */
export function chartOptions({ points, step, timeZone, colours, width }: ChartInput): ChartOption {
  const labels = bucketLabels(timeZone);
  const starts = points.map(({ time }) => time);
  const every = labelEvery(step, starts.length, Math.max(2, Math.floor(width / labelWidth)));
  const stacked = (key: 'votesUp' | 'votesDown' | 'rankings', color: string): BarSeriesOption => ({
    type: 'bar',
    name: seriesTexts[key],
    stack: 'feedback',
    color,
    barCategoryGap: starts.length > 80 ? '12%' : '24%',
    barMaxWidth: 36,
    data: points.map((point) => point[key]),
    emphasis: { focus: 'none' },
  });
  return {
    animationDuration: 250,
    textStyle: { fontFamily: 'inherit', color: colours.muted },
    grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: colours.muted, opacity: 0.12 } },
      backgroundColor: colours.surface,
      borderColor: colours.line,
      padding: [8, 12],
      textStyle: { color: colours.ink, fontSize: 12 },
      formatter: (items) => {
        const index = (Array.isArray(items) ? items[0] : items)?.dataIndex ?? 0;
        const point = points[index];
        return point ? tooltip(point, labels.whole(point.time, step), colours) : '';
      },
    },
    xAxis: {
      type: 'category',
      data: starts,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: {
        color: colours.muted,
        fontSize: 11,
        hideOverlap: true,
        interval: (index, start) => isLabelled(start, step, every, index),
        formatter: (start) => labels.axis(start, step),
      },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: colours.muted, fontSize: 11 },
      splitLine: { lineStyle: { color: colours.line } },
      splitNumber: 4,
    },
    series: [
      stacked('votesUp', colours.up),
      stacked('votesDown', colours.down),
      stacked('rankings', colours.rank),
    ],
  };
}

/** Elements, not HTML text: the content security policy forbids style attributes. */
function tooltip(point: SeriesPoint, title: string, colours: ChartColours): HTMLElement {
  const row = (label: string, count: number, colour?: string): HTMLElement => {
    const dot = element('i', 'me-1.5 inline-block size-2.5 rounded-xs');
    if (colour) dot.style.background = colour;
    return element(
      'div',
      'flex justify-between gap-5',
      element('span', '', ...(colour ? [dot] : []), label),
      element('b', 'tabular-nums', count.toLocaleString('en')),
    );
  };
  return element(
    'div',
    '',
    element('div', 'mb-1 font-semibold', title),
    row(seriesTexts.votesUp, point.votesUp, colours.up),
    row(seriesTexts.votesDown, point.votesDown, colours.down),
    row(seriesTexts.rankings, point.rankings, colours.rank),
    element('div', 'my-1.5 border-t border-line'),
    row('Conversations', point.conversations),
    row('Messages', point.turns),
  );
}

function element(tag: string, classes: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = classes;
  made.append(...children);
  return made;
}
