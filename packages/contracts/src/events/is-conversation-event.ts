import type { ConversationEvent } from './conversation-events.js';

/** Whether a page knows what to do with it; the schema `conversationEvent` says the same of these members. */
export function isConversationEvent(event: unknown): event is ConversationEvent {
  if (typeof event !== 'object' || event === null || !('type' in event)) return false;
  if (event.type === 'feedback') return 'turnId' in event && typeof event.turnId === 'string';
  return event.type === 'listening';
}
