export { migrateQueues, queueBackend, type QueueBackend } from './backend.js';
export * from './producer.js';
export * from './queue-unavailable.js';
export * from './relay.js';
export { Requester, type Answer } from './requester.js';
export * from './worker.js';
