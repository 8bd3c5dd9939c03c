export { default as ChatbotSelect } from './ChatbotSelect.vue';
export { default as RangePicker } from './RangePicker.vue';
export { default as SelectField } from './SelectField.vue';
export * from './address.js';
export { rangeChoices, rangeSentences } from './texts.js';
export { useChatbot } from './useChatbot.js';
export { useFilterChoices } from './useFilterChoices.js';
export { useRange } from './useRange.js';
