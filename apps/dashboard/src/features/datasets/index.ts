export { default as DatasetsPanel } from './DatasetsPanel.vue';
