import { VueQueryPlugin, type QueryClient } from '@tanstack/vue-query';
import { toProblem } from '@koi/sdk/client';
import { createApp, type App as VueApp } from 'vue';
import type { Router } from 'vue-router';
import { outboxKey, startOutbox } from '../features/outbox/index.js';
import { apiKey, type Api } from './api.js';
import App from './App.vue';
import { i18n } from './i18n/index.js';
import { retryWords } from './retry-words.js';

interface PageParts {
  readonly api: Api;
  readonly queryClient: QueryClient;
  readonly router: Router;
}

/** The chat page over the given parts, not mounted yet. Its texts have to be loaded before. */
export function createPage({ api, queryClient, router }: PageParts): VueApp {
  return createApp(App)
    .use(i18n)
    .use(router)
    .use(VueQueryPlugin, { queryClient })
    .provide(apiKey, api)
    .provide(outboxKey, startOutbox(api, queryClient, describe));
}

/** One sentence about a refused piece of feedback; toasts live outside of components. */
function describe(failure: unknown): string {
  const problem = toProblem(failure);
  const key = `problems.${problem.code}.text`;
  const when = retryWords(problem.retryAfterSeconds ?? 30, i18n.global.locale.value);
  return i18n.global.te(key) ? i18n.global.t(key, { when }) : problem.detail;
}
