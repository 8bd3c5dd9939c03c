export { default as CorrectionBlock } from './CorrectionBlock.vue';
export { useCorrection } from './useCorrection.js';
