export * from './ids.js';
export * from './terms.js';
export * from './datasets/index.js';
export * from './events/index.js';
export * from './http/index.js';
export * from './koi-yaml/index.js';
export * from './problems/index.js';
export * from './queues/index.js';
