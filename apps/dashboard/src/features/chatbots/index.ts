export { default as ChatbotEditor } from './ChatbotEditor.vue';
export { default as ChatbotsPanel } from './ChatbotsPanel.vue';
