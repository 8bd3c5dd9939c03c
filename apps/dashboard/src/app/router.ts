import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { useSession } from '../features/session/index.js';
import { bootProblem } from './boot-problem.js';
import { toProblem } from '@koi/sdk/client';

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name in the browser's title. */
    title?: string;
    /** True for pages that need no session. */
    open?: boolean;
  }
}

const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('../pages/SignInPage.vue'),
    meta: { title: 'Sign in', open: true },
  },
  {
    path: '/set-password',
    name: 'set-password',
    component: () => import('../pages/SetPasswordPage.vue'),
    meta: { title: 'Set your password', open: true },
  },
  {
    path: '/',
    name: 'overview',
    component: () => import('../pages/OverviewPage.vue'),
    meta: { title: 'Overview' },
  },
  {
    path: '/feedback',
    name: 'feedback',
    component: () => import('../pages/FeedbackPage.vue'),
    meta: { title: 'Explore' },
    children: [
      {
        path: 'conversations/:conversationId',
        name: 'conversation',
        component: () => import('../pages/ConversationPage.vue'),
        props: true,
        meta: { title: 'Conversation' },
      },
    ],
  },
  {
    path: '/leaderboard',
    name: 'leaderboard',
    component: () => import('../pages/LeaderboardPage.vue'),
    meta: { title: 'Leaderboard' },
  },
  {
    path: '/datasets',
    name: 'datasets',
    component: () => import('../pages/DatasetsPage.vue'),
    meta: { title: 'Datasets' },
  },
  {
    path: '/participants',
    name: 'participants',
    component: () => import('../pages/ParticipantsPage.vue'),
    meta: { title: 'Participants' },
  },
  {
    path: '/participants/:participantId',
    name: 'participant',
    component: () => import('../pages/ParticipantPage.vue'),
    props: true,
    meta: { title: 'Participant' },
  },
  {
    path: '/invites',
    name: 'invites',
    component: () => import('../pages/InvitesPage.vue'),
    meta: { title: 'Invites' },
  },
  {
    path: '/models',
    name: 'models',
    component: () => import('../pages/ModelsPage.vue'),
    meta: { title: 'Models' },
  },
  {
    path: '/models/new',
    name: 'new-model',
    component: () => import('../pages/ModelPage.vue'),
    meta: { title: 'New model' },
  },
  {
    path: '/models/:modelId',
    name: 'model',
    component: () => import('../pages/ModelPage.vue'),
    props: true,
    meta: { title: 'Model' },
  },
  {
    path: '/chatbots',
    name: 'chatbots',
    component: () => import('../pages/ChatbotsPage.vue'),
    meta: { title: 'Chatbots' },
  },
  {
    path: '/chatbots/new',
    name: 'new-chatbot',
    component: () => import('../pages/ChatbotPage.vue'),
    meta: { title: 'New chatbot' },
  },
  {
    path: '/chatbots/:chatbotId',
    name: 'chatbot',
    component: () => import('../pages/ChatbotPage.vue'),
    props: true,
    meta: { title: 'Chatbot' },
  },
  {
    path: '/changes',
    name: 'audit',
    component: () => import('../pages/AuditPage.vue'),
    meta: { title: 'Changes' },
  },
  {
    path: '/training',
    name: 'training',
    component: () => import('../pages/TrainingPage.vue'),
    meta: { title: 'Training' },
  },
  {
    path: '/system',
    name: 'system',
    component: () => import('../pages/SystemPage.vue'),
    meta: { title: 'System' },
  },
  {
    path: '/users',
    name: 'users',
    component: () => import('../pages/UsersPage.vue'),
    meta: { title: 'Users' },
  },
  {
    path: '/api-keys',
    name: 'api-keys',
    component: () => import('../pages/ApiKeysPage.vue'),
    meta: { title: 'API keys' },
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('../pages/AccountPage.vue'),
    meta: { title: 'Your account' },
  },
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('../pages/NotFoundPage.vue'),
    meta: { title: 'Not found' },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  try {
    const state = await useSession().check();
    return state === 'signed-in' || { name: 'sign-in', query: { next: to.fullPath } };
  } catch (error) {
    bootProblem.value = toProblem(error);
    return true;
  }
});

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} – koi` : 'koi';
});
