export { default as ActivityPanel } from './ActivityPanel.vue';
