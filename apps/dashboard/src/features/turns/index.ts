export { default as TurnsPanel } from './TurnsPanel.vue';
