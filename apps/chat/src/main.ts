import './app/zod-settings.js';
import '@koi/ui/fonts.css';
import './app/style.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { toProblem } from '@koi/sdk/client';
import { createApp } from 'vue';
import { apiKey, createApi } from './app/api.js';
import App from './app/App.vue';
import { i18n, preferredLanguage, showLanguage } from './app/i18n/index.js';
import { createQueryClient } from './app/query-client.js';
import { createPageRouter } from './app/router.js';
import { outboxKey, startOutbox } from './features/outbox/index.js';

const api = createApi();
const queryClient = createQueryClient();

/** One sentence about a refused piece of feedback; toasts live outside of components. */
function describe(failure: unknown): string {
  const { code, detail } = toProblem(failure);
  const key = `problems.${code}.text`;
  return i18n.global.te(key) ? i18n.global.t(key, { seconds: 30 }) : detail;
}

await showLanguage(preferredLanguage());
createApp(App)
  .use(i18n)
  .use(createPageRouter())
  .use(VueQueryPlugin, { queryClient })
  .provide(apiKey, api)
  .provide(outboxKey, startOutbox(api, queryClient, describe))
  .mount('#app');
