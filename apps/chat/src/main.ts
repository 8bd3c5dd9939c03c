import '@koi/ui/fonts.css';
import './app/style.css';
import { createApi } from './app/api.js';
import { createPage } from './app/create-page.js';
import { preferredLanguage, showLanguage } from './app/i18n/index.js';
import { nextTask } from './app/next-task.js';
import { createQueryClient } from './app/query-client.js';
import { createPageRouter } from './app/router.js';

// Without its chunk, as without a network, the page speaks the language it has.
await showLanguage(preferredLanguage()).catch(() => showLanguage('en'));
// Reading the script was a task of its own; setting the page is the next.
await nextTask();
createPage({
  api: createApi(),
  queryClient: createQueryClient(),
  router: createPageRouter(),
}).mount('#app');
