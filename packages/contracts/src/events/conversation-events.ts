import { z } from 'zod';
import { uuid } from '../ids.js';

/**
 * Something of a conversation has changed that its open pages should read again. It holds ids alone: what is true
 * stands in Postgres, and every page asks for it under its own cookie. Over the relay and, with the SSE field `event` as
 * `type`, to the pages.
 */
export const conversationEvent = z.discriminatedUnion('type', [
  /** The gateway's first: from here on nothing is missed, so a page that reads the conversation now is up to date. */
  z.object({ type: z.literal('listening') }),
  /** Feedback on this turn or on one of its answers was stored. */
  z.object({ type: z.literal('feedback'), turnId: uuid }),
]);
export type ConversationEvent = z.infer<typeof conversationEvent>;
