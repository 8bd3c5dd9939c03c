export { default as AnswerText } from './AnswerText.vue';
export { provideAnswerImages } from './answer-images.js';
export { prepareMarkdown } from './load-markdown.js';
