import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import App from './app/App.vue';
import { queryClient } from './app/query-client.js';
import { router } from './app/router.js';
import { enterByToken } from './app/enter-by-token.js';
import './app/style.css';

// Before the router reads the address, so that the token is in no history entry and in no title.
await enterByToken();

createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
