import { createRouter, createWebHistory } from 'vue-router';
import ChatPage from '../pages/ChatPage.vue';

/** Text never travels in these paths: a chatbot's slug, a conversation's id, an invite's token. */
export function createPageRouter() {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'picker', component: () => import('../pages/PickerPage.vue') },
      // One record for a new and for a kept conversation: the first message must not build the page anew.
      { path: '/c/:slug/:conversationId?', name: 'chat', component: ChatPage, props: true },
      { path: '/privacy', name: 'privacy', component: () => import('../pages/PrivacyPage.vue') },
      {
        path: '/i/:token',
        name: 'invite',
        component: () => import('../pages/InvitePage.vue'),
        props: true,
      },
      { path: '/:path(.*)*', name: 'lost', component: () => import('../pages/NotFoundPage.vue') },
    ],
  });
}
