export { default as OverviewPanel } from './OverviewPanel.vue';
