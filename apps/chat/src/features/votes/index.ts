export { default as VoteButtons } from './VoteButtons.vue';
export { default as VoteDetails } from './VoteDetails.vue';
