import { z } from 'zod';
import type { ChatMessage } from '../terms.js';

/** The most messages one request may carry. */
export const MAX_MESSAGES = 2_048;

const writtenText = z
  .string()
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters');

const textPart = z.object({
  type: z.literal('text', {
    error: ({ input }) =>
      `koi takes content parts of type "text" only, not ${JSON.stringify(input) ?? 'none'}`,
  }),
  text: writtenText,
});

/**
 * Content as OpenAI takes it: a text, or text parts, which become one text with a line break between them (as vLLM
 * joins them).
 */
const content = z
  .preprocess(
    (given) => (typeof given === 'string' ? [{ type: 'text', text: given }] : given),
    z.array(textPart, { error: 'must be a text, or a list of parts of type "text"' }).min(1),
  )
  .transform((parts) => parts.map(({ text }) => text).join('\n'))
  .meta({
    override: {
      oneOf: [
        { type: 'string' },
        {
          type: 'array',
          items: {
            type: 'object',
            properties: { type: { const: 'text' }, text: { type: 'string' } },
            required: ['type', 'text'],
          },
        },
      ],
    },
  });

const noToolCalls = z
  .array(z.unknown())
  .max(0, 'koi does not call tools, so it takes no messages about their calls')
  .nullish();

/** One message of a request; `developer` is today's name of `system`. What else a message carries is ignored. */
export const openAiMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer']), content }),
    z.object({ role: z.literal('user'), content }),
    z.object({ role: z.literal('assistant'), content, tool_calls: noToolCalls }),
  ],
  {
    error: ({ input }) =>
      `must have the role system, developer, user or assistant, not ${JSON.stringify((input as { role?: unknown } | null)?.role) ?? 'none'}`,
  },
);

/** The messages as koi keeps them and as models get them. */
export function toChatMessages(messages: readonly z.output<typeof openAiMessage>[]): ChatMessage[] {
  return messages.map(({ role, content }) => ({
    role: role === 'developer' ? 'system' : role,
    content,
  }));
}
