export * from './conversation-messages.js';
export * from './manifest.js';
export * from './rows.js';
