import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import App from './App.vue';
import { queryClient } from './query-client.js';
import { router } from './router.js';

export function start(): void {
  createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
}
