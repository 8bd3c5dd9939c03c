export { outboxKey, startOutbox, useWaiting } from './useOutbox.js';
export { useFeedbackEvents } from './useFeedbackEvents.js';
