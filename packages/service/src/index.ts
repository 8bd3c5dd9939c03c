export * from './http/idempotency-key.decorator.js';
export * from './http/invalid-input.js';
export * from './http/openapi.js';
export { toProblem } from './http/problem.filter.js';
export * from './http/route.decorator.js';
export * from './queues/producers.js';
export * from './queues/queue-worker.decorator.js';
export * from './start-service.js';
export * from './tokens.js';
