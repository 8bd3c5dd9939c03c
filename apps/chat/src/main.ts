import '@koi/ui/fonts.css';
import './app/style.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { toProblem } from '@koi/sdk/client';
import { createApp } from 'vue';
import { apiKey, createApi } from './app/api.js';
import App from './app/App.vue';
import { i18n, preferredLanguage, showLanguage } from './app/i18n/index.js';
import { nextTask } from './app/next-task.js';
import { createQueryClient } from './app/query-client.js';
import { retryWords } from './app/retry-words.js';
import { createPageRouter } from './app/router.js';
import { problemKey } from './app/useProblemText.js';
import { outboxKey, startOutbox } from './features/outbox/index.js';

const api = createApi();
const queryClient = createQueryClient();

/** One sentence about a refused piece of feedback; toasts live outside of components. */
function describe(failure: unknown): string {
  const problem = toProblem(failure);
  const key = `${problemKey(problem)}.text`;
  const when = retryWords(problem.retryAfterSeconds ?? 30, i18n.global.locale.value);
  return i18n.global.te(key) ? i18n.global.t(key, { when }) : problem.detail;
}

// Without its chunk, as without a network, the page speaks the language it has.
await showLanguage(preferredLanguage()).catch(() => showLanguage('en'));
// Reading the script was a task of its own; setting the page is the next.
await nextTask();
createApp(App)
  .use(i18n)
  .use(createPageRouter())
  .use(VueQueryPlugin, { queryClient })
  .provide(apiKey, api)
  .provide(outboxKey, startOutbox(api, queryClient, describe))
  .mount('#app');
