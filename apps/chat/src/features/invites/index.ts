export { default as InviteCard } from './InviteCard.vue';
export { useInvite } from './useInvite.js';
