export * from './define-queue.js';
export * from './generation.queue.js';
export * from './feedback.queue.js';
export * from './analytics.queue.js';
export * from './datasets.queue.js';
export * from './training.queue.js';
export * from './maintenance.queue.js';
export * from './probes.queue.js';
