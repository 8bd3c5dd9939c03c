export { default as ReasonChips } from './ReasonChips.vue';
export { offerReasons, useReasons } from './useReasons.js';
