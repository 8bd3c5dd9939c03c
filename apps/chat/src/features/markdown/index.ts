export { default as AnswerText } from './AnswerText.vue';
