export { default as ConversationDrawer } from './ConversationDrawer.vue';
