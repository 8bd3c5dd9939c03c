import '@koi/ui/fonts.css';
import '../app/style.css';
import { PREVIEW_READY, type PreviewLook, type PreviewOrder } from '@koi/contracts/events';
import { useTheme } from '@koi/ui';
import { createMemoryHistory } from 'vue-router';
import { createPage } from '../app/create-page.js';
import { i18n, showLanguage } from '../app/i18n/index.js';
import { createQueryClient } from '../app/query-client.js';
import { queryKeys } from '../app/query-keys.js';
import { createPageRouter } from '../app/router.js';
import { createPreviewApi, PREVIEW_SLUG } from './preview-api.js';

/** The chat page inside the dashboard: the same components over a gateway that is only here, for a draft. */
const port = await connect();
const preview = createPreviewApi((request) => port.postMessage(request));
const queryClient = createQueryClient();
const { choose } = useTheme();
let mounted = false;

port.onmessage = ({ data }: MessageEvent<PreviewOrder>) => {
  if (data.type === 'look') return void look(data.look);
  if (preview.take(data)) void show();
};

/** The first window that answers is the one that framed this; nobody else knows of the port. */
function connect(): Promise<MessagePort> {
  return new Promise((resolve) => {
    addEventListener('message', function take({ source, ports: [given] }: MessageEvent): void {
      if (source !== parent || !given) return;
      removeEventListener('message', take);
      resolve(given);
    });
    parent.postMessage(PREVIEW_READY, '*');
  });
}

async function look({ dark, language }: PreviewLook): Promise<void> {
  choose(dark ? 'dark' : 'light');
  if (!mounted || i18n.global.locale.value !== language) await showLanguage(language);
}

async function show(): Promise<void> {
  const page = preview.page();
  queryClient.setQueryData(queryKeys.chatbots, [page]);
  queryClient.setQueryData(queryKeys.chatbot(PREVIEW_SLUG), page);
  if (mounted) return;
  mounted = true;
  const router = createPageRouter(createMemoryHistory());
  await router.push(`/c/${PREVIEW_SLUG}`);
  createPage({ api: preview.api, queryClient, router }).mount('#app');
}
