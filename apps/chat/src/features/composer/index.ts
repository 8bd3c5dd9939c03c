export { default as Composer } from './Composer.vue';
export { moveDraft, useDraft } from './useDraft.js';
export { useGrowing } from './useGrowing.js';
