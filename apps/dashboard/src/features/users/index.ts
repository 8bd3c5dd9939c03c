export { default as UsersPanel } from './UsersPanel.vue';
