import { dashboardRoutes, type AnyRoute } from '@koi/contracts/http';
import type { IconName } from '../blocks/index.js';

/** The pages of the left navigation, in their order. A new page is one line here and one in the router. */
export const navigation: readonly {
  name: string;
  label: string;
  icon: IconName;
  /** Shown to those who may call it; to everybody without. */
  route?: AnyRoute;
}[] = [
  { name: 'overview', label: 'Overview', icon: 'overview' },
  { name: 'feedback', label: 'Explore', icon: 'feedback' },
  { name: 'leaderboard', label: 'Leaderboard', icon: 'leaderboard' },
  { name: 'datasets', label: 'Datasets', icon: 'datasets' },
  { name: 'participants', label: 'Participants', icon: 'participants' },
  { name: 'invites', label: 'Invites', icon: 'invites' },
  { name: 'models', label: 'Models', icon: 'models' },
  { name: 'chatbots', label: 'Chatbots', icon: 'chatbots' },
  { name: 'training', label: 'Training', icon: 'training' },
  { name: 'audit', label: 'Changes', icon: 'audit' },
  { name: 'system', label: 'System', icon: 'system' },
  { name: 'users', label: 'Users', icon: 'key', route: dashboardRoutes.listUsers },
  { name: 'api-keys', label: 'API keys', icon: 'code', route: dashboardRoutes.listApiKeys },
];
