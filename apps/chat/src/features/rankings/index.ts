export { default as RankingBar } from './RankingBar.vue';
export { default as RankingDetails } from './RankingDetails.vue';
export { remarkedSide, useRanking } from './useRanking.js';
