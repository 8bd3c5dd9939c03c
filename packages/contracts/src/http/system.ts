import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { queueName } from './dead-letters.js';
import { defineRoute } from './define-route.js';

const count = z.int().nonnegative();

/** A queue as it stands. */
export const queueStatus = z.object({
  name: queueName,
  waiting: count,
  /** Jobs that wait for their time: pauses after a failed attempt, schedules. */
  delayed: count,
  active: count,
  /** Dead letters. */
  failed: count,
  paused: z.boolean(),
  /** Seconds the job has waited that waits the longest; null: none waits. */
  lagSeconds: z.number().nonnegative().nullable(),
  /** By the workers that run now; null as for `workers`. */
  completedLastHour: count.nullable(),
  /** Failed for good; attempts that are tried again are none. */
  failedLastHour: count.nullable(),
  /** Processes that work on it, heard of in the last minute; null: somebody else’s (a trainer), which koi cannot see. */
  workers: count.nullable(),
});
export type QueueStatus = z.infer<typeof queueStatus>;

/** A process of koi. */
export const serviceStatus = z.object({
  id: uuid,
  service: z.string(),
  nodeVersion: z.string(),
  queues: z.array(z.string()),
  startedAt: timestamp,
  seenAt: timestamp,
  /** Heard of in the last minute. */
  running: z.boolean(),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;

export const systemStatus = z.object({
  at: timestamp,
  queues: z.array(queueStatus),
  services: z.array(serviceStatus),
  storage: z.object({
    databaseBytes: count,
    /** The largest first, indexes included; `rows` as Postgres estimates them. */
    tables: z.array(z.object({ name: z.string(), bytes: count, rows: count })),
    datasets: z.object({ files: count, bytes: count }),
  }),
  versions: z.object({
    koi: z.string(),
    node: z.string(),
    postgres: z.string(),
    /** Null when the queues are in Postgres. */
    redis: z.string().nullable(),
  }),
  migrations: z.object({ applied: z.array(z.string()), pending: z.array(z.string()) }),
});
export type SystemStatus = z.infer<typeof systemStatus>;

export const getSystem = defineRoute({
  method: 'GET',
  path: '/api/system',
  summary: 'Queues and their lag, running services, storage, versions and migrations.',
  tag: 'system',
  response: systemStatus,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadQueues = defineRoute({
  method: 'GET',
  path: '/api/system/queues/csv',
  summary: 'The queues as they stand as CSV (RFC 4180).',
  tag: 'system',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadServices = defineRoute({
  method: 'GET',
  path: '/api/system/services/csv',
  summary: 'The processes of koi and when each was heard of, as CSV (RFC 4180).',
  tag: 'system',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadTables = defineRoute({
  method: 'GET',
  path: '/api/system/tables/csv',
  summary: 'The largest tables of the database as CSV (RFC 4180).',
  tag: 'system',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'unavailable'],
});
