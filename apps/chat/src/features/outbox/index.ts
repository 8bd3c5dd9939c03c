export { outboxKey, startOutbox, useOutbox, useWaiting } from './useOutbox.js';
export { useFeedbackEvents } from './useFeedbackEvents.js';
