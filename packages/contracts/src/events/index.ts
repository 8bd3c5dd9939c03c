export * from './relay-topics.js';
export * from './candidate-events.js';
export * from './conversation-events.js';
export * from './is-conversation-event.js';
export * from './stream-events.js';
export * from './is-stream-event.js';
export * from './answer-reader.js';
export * from './probe-events.js';
