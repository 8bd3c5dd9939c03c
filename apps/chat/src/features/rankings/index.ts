export { default as RankingBar } from './RankingBar.vue';
export { useRanking, type Outcome } from './useRanking.js';
