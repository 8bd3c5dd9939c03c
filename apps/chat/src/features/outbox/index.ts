export { outboxKey, startOutbox, useOutbox } from './useOutbox.js';
