export { default as CommentField } from './CommentField.vue';
export { useComment } from './useComment.js';
