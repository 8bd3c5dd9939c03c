export * from './problem.js';
export * from './domain-error.js';
