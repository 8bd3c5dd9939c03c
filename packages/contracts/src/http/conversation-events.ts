import { z } from 'zod';
import { uuid } from '../ids.js';
import { defineRoute } from './define-route.js';

export const streamConversation = defineRoute({
  method: 'GET',
  path: '/api/conversations/:conversationId/events',
  summary:
    'Says which turns of a conversation have new feedback, as it is stored (Server-Sent Events, without memory).',
  tag: 'conversations',
  params: z.object({ conversationId: uuid }),
  produces: 'text/event-stream',
  status: 200,
  problems: ['unauthenticated', 'conversation_not_found'],
});
