export { default as ConversationPanel } from './ConversationPanel.vue';
