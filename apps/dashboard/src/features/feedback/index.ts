export { default as FeedbackPanel } from './FeedbackPanel.vue';
export { default as ValueChip } from './ValueChip.vue';
export { useNeighbours } from './useNeighbours.js';
export { default as FeedbackDetails } from './FeedbackDetails.vue';
export { kindTexts } from './value-texts.js';
