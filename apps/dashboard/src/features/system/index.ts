export { default as SystemPanel } from './SystemPanel.vue';
