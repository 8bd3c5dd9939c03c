export { default as LeaderboardPanel } from './LeaderboardPanel.vue';
