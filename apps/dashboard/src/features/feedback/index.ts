export { default as FeedbackPanel } from './FeedbackPanel.vue';
export { default as ValueChip } from './ValueChip.vue';
export { useNeighbours } from './useNeighbours.js';
