export { default as ChatbotPicker } from './ChatbotPicker.vue';
export { default as WelcomePanel } from './WelcomePanel.vue';
export { useChatbot, useChatbots } from './useChatbots.js';
