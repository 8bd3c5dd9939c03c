export { default as RankingBar } from './RankingBar.vue';
export { useRanking } from './useRanking.js';
