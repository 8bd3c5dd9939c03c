export { default as AccountPanel } from './AccountPanel.vue';
