import { z } from 'zod';
import { defineRoute } from './define-route.js';

export const dashboardSession = z.object({ role: z.enum(['admin']) });
export type DashboardSession = z.infer<typeof dashboardSession>;

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/session',
  summary: 'Signs in with the token that `npm start` printed.',
  tag: 'session',
  body: z.strictObject({ token: z.string().min(1).max(200) }),
  response: dashboardSession,
  status: 200,
  open: true,
  problems: ['wrong_token', 'too_many_requests'],
});

export const getSession = defineRoute({
  method: 'GET',
  path: '/api/session',
  summary: 'Whether the caller is signed in.',
  tag: 'session',
  response: dashboardSession,
  status: 200,
  problems: ['unauthenticated'],
});

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Signs out.',
  tag: 'session',
  status: 204,
  problems: ['unauthenticated'],
});
