export { default as ParticipantPanel } from './ParticipantPanel.vue';
export { default as ParticipantsPanel } from './ParticipantsPanel.vue';
