export { default as ExploreTabs } from './ExploreTabs.vue';
export { useExploreView } from './useExploreView.js';
