import { z } from 'zod';
import { defineRoute } from './define-route.js';

/**
 * What may have changed: `statistics` are messages, answers and feedback, and all that is counted of them; `records` is
 * what the team or its jobs change.
 */
export const change = z.enum(['statistics', 'records']);
export type Change = z.infer<typeof change>;

/** Server-Sent Events `listening` (first) and `changed` with a list of changes (at most one a second): read again. */
export const streamChanges = defineRoute({
  method: 'GET',
  path: '/api/events',
  summary:
    'Tells when rollups or records have changed. Ends after a minute, so that a session that has ended is noticed.',
  tag: 'statistics',
  roles: ['admin', 'viewer'],
  produces: 'text/event-stream',
  status: 200,
  problems: ['unauthenticated'],
});
