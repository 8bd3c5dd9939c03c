export { default as AnswerText } from './AnswerText.vue';
export { loadMarkdown } from './load-markdown.js';
