import { createRouter, createWebHistory, type RouterHistory } from 'vue-router';
import type { Component } from 'vue';
import ChatPage from '../pages/ChatPage.vue';
import UnloadedPage from '../pages/UnloadedPage.vue';

/** A page that is a chunk of its own. One that does not come is replaced by a page that says so. */
const lazyPage = (load: () => Promise<{ readonly default: Component }>) => (): Promise<Component> =>
  load().then(
    (page) => page.default,
    () => UnloadedPage,
  );

/** Text never travels in these paths: a chatbot's slug, a conversation's id, an invite's token. */
export function createPageRouter(history: RouterHistory = createWebHistory()) {
  return createRouter({
    history,
    routes: [
      { path: '/', name: 'picker', component: lazyPage(() => import('../pages/PickerPage.vue')) },
      // One record for a new and for a kept conversation: the first message must not build the page anew.
      { path: '/c/:slug/:conversationId?', name: 'chat', component: ChatPage, props: true },
      {
        path: '/privacy',
        name: 'privacy',
        component: lazyPage(() => import('../pages/PrivacyPage.vue')),
      },
      {
        path: '/i/:token',
        name: 'invite',
        component: lazyPage(() => import('../pages/InvitePage.vue')),
        props: true,
      },
      {
        path: '/:path(.*)*',
        name: 'lost',
        component: lazyPage(() => import('../pages/NotFoundPage.vue')),
      },
    ],
  });
}
