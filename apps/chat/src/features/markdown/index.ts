export { default as AnswerText } from './AnswerText.vue';
export { provideAnswerImages } from './answer-images.js';
export { loadMarkdown } from './load-markdown.js';
