import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

export const auditAction = z.enum(['created', 'changed', 'switched_on', 'switched_off']);
export const auditSubject = z.enum(['model', 'chatbot', 'user', 'api_key']);

/** One change: `before` is `null` where something was made. Keys never appear, only whether there is one. */
export const auditEntry = z.object({
  id: uuid,
  createdAt: timestamp,
  actor: z.string(),
  action: auditAction,
  subjectKind: auditSubject,
  subjectId: uuid,
  subjectName: z.string(),
  before: z.record(z.string(), z.json()).nullable(),
  after: z.record(z.string(), z.json()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const listAuditEntries = defineRoute({
  method: 'GET',
  path: '/api/audit-entries',
  summary: 'What the team changed, the latest first.',
  tag: 'audit',
  query: pageQuery.extend({
    subjectId: uuid.optional(),
    subjectKind: auditSubject.optional(),
    action: auditAction.optional(),
  }),
  response: pageOf(auditEntry),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
