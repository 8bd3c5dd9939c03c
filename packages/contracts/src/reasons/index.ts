export * from './reason-set.js';
export * from './reason-words.js';
