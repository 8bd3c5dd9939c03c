export { default as SeriesCharts } from './SeriesCharts.vue';
export { useChartColours } from './useChartColours.js';
export type { ChartColours } from './chart-base.js';
export type { BucketRows } from './series-columns.js';
