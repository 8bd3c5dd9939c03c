export { default as ActivityPanel } from './ActivityPanel.vue';
export { useChartColours } from './useChartColours.js';
export type { ChartColours } from './chart-options.js';
