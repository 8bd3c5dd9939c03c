import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { userRole } from '../terms.js';
import { dashboardSession } from './dashboard-session.js';
import { defineRoute } from './define-route.js';

/** A new password. Long beats odd (NIST SP 800-63B-4): no rule but its length. */
export const newPassword = z
  .string()
  .min(12, 'use at least 12 characters')
  .max(200, 'use at most 200 characters');

/** Compared without regard to case. */
export const userEmail = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('is not an e-mail address').max(254));

/** Somebody of the team. */
export const userRecord = z.object({
  id: uuid,
  email: z.string(),
  name: z.string(),
  role: userRole,
  /** False until they have set a password by their link. */
  hasPassword: z.boolean(),
  /** When the link by which they may set a password ends; null: there is none that is open. */
  linkExpiresAt: timestamp.nullable(),
  /** Browsers signed in now. */
  sessions: z.int().nonnegative(),
  createdAt: timestamp,
  disabledAt: timestamp.nullable(),
  lastSignedInAt: timestamp.nullable(),
});
export type UserRecord = z.infer<typeof userRecord>;

/** A user with a link to set their password, this one time; below the dashboard's own address. */
const userWithLink = userRecord.extend({ linkPath: z.string() });

export const listUsers = defineRoute({
  method: 'GET',
  path: '/api/users',
  summary: 'Everybody who may sign in, by name.',
  tag: 'users',
  response: z.object({ items: z.array(userRecord) }),
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated'],
});

export const createUserBody = z.strictObject({
  email: userEmail,
  name: z.string().trim().min(1).max(80),
  role: userRole,
});
export type CreateUserBody = z.infer<typeof createUserBody>;

export const createUser = defineRoute({
  method: 'POST',
  path: '/api/users',
  summary:
    'Lets somebody in. The answer holds a one-time link to set a password; koi sends no mail.',
  tag: 'users',
  body: createUserBody,
  response: userWithLink,
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'email_taken'],
});

export const changeUserBody = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  role: userRole.optional(),
  /** Disabling ends every session of theirs at once. */
  disabled: z.boolean().optional(),
});
export type ChangeUserBody = z.infer<typeof changeUserBody>;

const params = z.object({ userId: uuid });

export const changeUser = defineRoute({
  method: 'PATCH',
  path: '/api/users/:userId',
  summary: 'Changes name or role, disables, or enables again. Counts from the next request on.',
  tag: 'users',
  params,
  body: changeUserBody,
  response: userRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'user_not_found', 'own_account'],
});

export const renewPasswordLink = defineRoute({
  method: 'POST',
  path: '/api/users/:userId/password-link',
  summary: 'Makes a one-time link to set a new password; earlier links end.',
  tag: 'users',
  params,
  response: userWithLink,
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'user_not_found'],
});

export const endUserSessions = defineRoute({
  method: 'DELETE',
  path: '/api/users/:userId/sessions',
  summary: 'Signs somebody out everywhere.',
  tag: 'users',
  params,
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'user_not_found'],
});

export const setPasswordByLink = defineRoute({
  method: 'POST',
  path: '/api/password-links/redemption',
  summary: 'Sets a password by a one-time link, ends older sessions, and signs in.',
  tag: 'session',
  body: z.strictObject({ token: z.string().min(1).max(200), password: newPassword }),
  response: dashboardSession,
  status: 200,
  roles: 'anyone',
  open: true,
  problems: ['password_link_invalid', 'too_many_requests'],
});

export const changePassword = defineRoute({
  method: 'PUT',
  path: '/api/session/password',
  summary: 'Changes the caller’s own password and signs them out everywhere else.',
  tag: 'session',
  body: z.strictObject({ current: z.string().min(1).max(200), password: newPassword }),
  status: 204,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'wrong_password', 'no_password', 'too_many_requests'],
});

export const downloadUsers = defineRoute({
  method: 'GET',
  path: '/api/users/csv',
  summary: 'Everybody who may sign in, by name, as CSV (RFC 4180).',
  tag: 'users',
  produces: 'text/csv',
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated'],
});
