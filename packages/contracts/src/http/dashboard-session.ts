import { z } from 'zod';
import { uuid } from '../ids.js';
import { userRole } from '../terms.js';
import { defineRoute } from './define-route.js';

/** Who is signed in. */
export const dashboardSession = z.object({
  role: userRole,
  /** `null` for the owner, who came by the link that the start of koi prints. */
  user: z.object({ id: uuid, email: z.string(), name: z.string() }).nullable(),
});
export type DashboardSession = z.infer<typeof dashboardSession>;

/** A password as it is typed in to sign in: any that was ever allowed. */
const typedPassword = z.string().min(1).max(200);

/** What proves who somebody is. A further way to sign in is a further member here. */
export const credentials = z.union([
  z.strictObject({ token: z.string().min(1).max(200) }),
  z.strictObject({ email: z.string().trim().min(1).max(254), password: typedPassword }),
]);
export type Credentials = z.infer<typeof credentials>;

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/session',
  summary: 'Signs in with e-mail address and password, or with the token that `npm start` printed.',
  tag: 'session',
  body: credentials,
  response: dashboardSession,
  status: 200,
  roles: 'anyone',
  open: true,
  problems: ['wrong_token', 'wrong_password', 'too_many_requests'],
});

export const getSession = defineRoute({
  method: 'GET',
  path: '/api/session',
  summary: 'Who the caller is signed in as.',
  tag: 'session',
  response: dashboardSession,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Signs out: the session ends at once, also for a copy of its cookie.',
  tag: 'session',
  status: 204,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
