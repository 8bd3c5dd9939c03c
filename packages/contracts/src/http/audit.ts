import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

export const auditAction = z.enum([
  'created',
  'changed',
  'switched_on',
  'switched_off',
  'revoked',
  'excluded',
  'put_back',
  'erased',
  'deleted',
  'retried',
  'mended',
  'dropped',
  'password_set',
  'sign_in_refused',
]);
export const auditSubject = z.enum([
  'model',
  'chatbot',
  'user',
  'api_key',
  'invite',
  'participant',
  'dead_letter',
  'dataset_version',
  'training_run',
  'saved_filter',
]);

/**
 * One change: `before` is `null` where something was made, `after` is empty where something is gone. Keys, links and
 * passwords never appear, only whether there is one.
 */
export const auditEntry = z.object({
  id: uuid,
  createdAt: timestamp,
  /** An e-mail address, `owner`, `command line (…)`, or `unknown` for a sign-in that was refused. */
  actor: z.string(),
  action: auditAction,
  subjectKind: auditSubject,
  /** Null for what has no id of its own: a job of a queue, and the owner. */
  subjectId: uuid.nullable(),
  subjectName: z.string(),
  before: z.record(z.string(), z.json()).nullable(),
  after: z.record(z.string(), z.json()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

const filter = z.object({
  subjectId: uuid.optional(),
  subjectKind: auditSubject.optional(),
  action: auditAction.optional(),
  actor: z
    .string()
    .max(300)
    .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters')
    .optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});

export const listAuditEntries = defineRoute({
  method: 'GET',
  path: '/api/audit-entries',
  summary: 'What the team changed, the latest first.',
  tag: 'audit',
  query: filter.extend(pageQuery.shape),
  response: pageOf(auditEntry),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadAuditEntries = defineRoute({
  method: 'GET',
  path: '/api/audit-entries/csv',
  summary: 'What the team changed as CSV (RFC 4180), the latest first, streamed.',
  tag: 'audit',
  query: filter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const listAuditActors = defineRoute({
  method: 'GET',
  path: '/api/audit-actors',
  summary: 'Everybody who has changed something, by name.',
  tag: 'audit',
  response: z.object({ items: z.array(z.string()) }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
