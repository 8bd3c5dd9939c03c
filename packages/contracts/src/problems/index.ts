export * from './problem.js';
export * from './problem-codes.js';
export * from './is-problem.js';
export * from './domain-error.js';
