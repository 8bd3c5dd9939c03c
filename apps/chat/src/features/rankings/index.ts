export { default as RankingBar } from './RankingBar.vue';
export { default as RankingDetails } from './RankingDetails.vue';
export { useRanking, type Outcome } from './useRanking.js';
export { useRemark } from './useRemark.js';
