export { default as ApiKeysPanel } from './ApiKeysPanel.vue';
