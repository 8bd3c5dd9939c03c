import type { SeriesPoint } from '@koi/contracts/http';
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Step } from '../filters/address.js';
import { bucketLabels } from './bucket-label.js';
import { isLabelled, labelEvery } from './label-every.js';

type ChartSeries = BarSeriesOption | CustomSeriesOption | LineSeriesOption;
export type ChartOption = ComposeOption<ChartSeries | GridComponentOption | TooltipComponentOption>;

/** Colours as the browser computed them: a canvas knows no CSS variables. */
export interface ChartColours {
  readonly up: string;
  readonly down: string;
  readonly rank: string;
  readonly accent: string;
  readonly warn: string;
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

/** A line of the tooltip; `colour` is that of its series. */
interface TooltipRow {
  readonly label: string;
  readonly value: string;
  readonly colour?: string;
}

interface AxisSpec {
  /** Written over the axis: what it counts, with its unit. */
  readonly name: string;
  readonly format: (value: number) => string;
  readonly max?: number;
  /** Distance between two ticks; chosen by the numbers without it. */
  readonly interval?: number;
  /** Counts have no half steps. */
  readonly whole?: boolean;
}

interface ChartParts {
  readonly axes: readonly [AxisSpec, (AxisSpec | undefined)?];
  readonly series: ChartSeries[];
  readonly tooltip: (point: SeriesPoint) => readonly TooltipRow[];
}

const labelWidth = 62;

/** What every chart over time has in common: buckets on the x axis, up to two scales, a tooltip for a bucket. */
export function chartOver(input: ChartInput, { axes, series, tooltip }: ChartParts): ChartOption {
  const { points, step, timeZone, colours, width } = input;
  const labels = bucketLabels(timeZone);
  const starts = points.map(({ time }) => time);
  const every = labelEvery(step, starts.length, Math.max(2, Math.floor(width / labelWidth)));
  return {
    animationDuration: 250,
    textStyle: { fontFamily: 'inherit', color: colours.muted },
    grid: { left: 8, right: 8, top: 30, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: colours.muted, opacity: 0.12 } },
      backgroundColor: colours.surface,
      borderColor: colours.line,
      padding: [8, 12],
      textStyle: { color: colours.ink, fontSize: 12 },
      confine: true,
      formatter: (items) => {
        const index = (Array.isArray(items) ? items[0] : items)?.dataIndex ?? 0;
        const point = points[index];
        return point ? bubble(labels.whole(point.time, step), tooltip(point)) : '';
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
    yAxis: axes
      .filter((axis) => axis !== undefined)
      .map(({ name, format, max, interval, whole }, index) => ({
        type: 'value',
        name,
        nameGap: 12,
        nameTextStyle: {
          color: colours.muted,
          fontSize: 11,
          align: index === 0 ? 'left' : 'right',
          padding: index === 0 ? [0, 0, 0, -24] : [0, -24, 0, 0],
        },
        min: 0,
        ...(max === undefined ? {} : { max }),
        ...(interval === undefined ? {} : { interval }),
        ...(whole ? { minInterval: 1 } : {}),
        axisLabel: {
          color: colours.muted,
          fontSize: 11,
          formatter: (value) => (value === 0 ? '0' : format(value)),
        },
        // One grid of lines is enough to read by.
        splitLine: { show: index === 0, lineStyle: { color: colours.line } },
        splitNumber: 4,
      })),
    series,
  };
}

export function bars(
  { points }: ChartInput,
  name: string,
  color: string,
  value: (point: SeriesPoint) => number,
  more: Partial<BarSeriesOption> = {},
): BarSeriesOption {
  return {
    type: 'bar',
    name,
    color,
    barCategoryGap: points.length > 80 ? '12%' : '24%',
    barMaxWidth: 36,
    data: points.map(value),
    emphasis: { focus: 'none' },
    ...more,
  };
}

/** A line that breaks where there is nothing to tell; a point without neighbours shows its mark. */
export function line(
  { points }: ChartInput,
  name: string,
  color: string,
  value: (point: SeriesPoint) => number | null,
  more: Partial<LineSeriesOption> = {},
): LineSeriesOption {
  const data = points.map(value);
  const isAlone = (index: number): boolean =>
    (data[index - 1] ?? null) === null && (data[index + 1] ?? null) === null;
  return {
    type: 'line',
    name,
    color,
    lineStyle: { width: 2 },
    symbol: 'circle',
    symbolSize: (_, { dataIndex }) => (isAlone(dataIndex) ? 6 : 0),
    showAllSymbol: true,
    connectNulls: false,
    data,
    emphasis: { disabled: true },
    ...more,
  };
}

/** Elements, not HTML text: the content security policy forbids style attributes. */
function bubble(title: string, rows: readonly TooltipRow[]): HTMLElement {
  return element(
    'div',
    '',
    element('div', 'mb-1 font-semibold', title),
    ...rows.map(({ label, value, colour }) => {
      const dot = element('i', 'me-1.5 inline-block size-2.5 rounded-xs');
      if (colour) dot.style.background = colour;
      return element(
        'div',
        'flex justify-between gap-5',
        element('span', '', ...(colour ? [dot] : []), label),
        element('b', 'tabular-nums', value),
      );
    }),
  );
}

function element(tag: string, classes: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = classes;
  made.append(...children);
  return made;
}
