export { default as AnswerText } from './AnswerText.vue';
export { provideAnswerImages } from './answer-images.js';
export { loadedMarkdown, loadMarkdown, prepareMarkdown, prepareMath } from './load-markdown.js';
export { provideTextProgress } from './text-progress.js';
