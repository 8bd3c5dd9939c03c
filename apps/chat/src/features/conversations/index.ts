export { default as ConversationList } from './ConversationList.vue';
