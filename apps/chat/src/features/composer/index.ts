export { default as Composer } from './Composer.vue';
export { useDraft } from './useDraft.js';
