export * from './client.js';
export * from './conversation-stream.js';
export * from './failures.js';
export * from './turn-stream.js';
