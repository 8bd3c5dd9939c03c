export { default as VoteButtons } from './VoteButtons.vue';
