export { default as Composer } from './Composer.vue';
export { useDraft } from './useDraft.js';
export { useGrowing } from './useGrowing.js';
