export { default as InvitesPanel } from './InvitesPanel.vue';
