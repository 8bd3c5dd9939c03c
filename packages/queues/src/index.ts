export { migrateQueues, queueBackend, type QueueBackend } from './backend.js';
export type { JobContext } from './job-run.js';
export * from './producer.js';
export * from './queue-unavailable.js';
export * from './relay/relay.js';
export { Requester, type Answer } from './requester.js';
export * from './worker.js';
