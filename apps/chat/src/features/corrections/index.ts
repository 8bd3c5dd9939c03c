export { default as CorrectionBlock } from './CorrectionBlock.vue';
export { loadCorrections } from './load-corrections.js';
export { useCorrection } from './useCorrection.js';
