import type { ChatMessage } from '../terms.js';

/** One message of the participant on the path, and the answer that the conversation went on from. */
export interface ConversationStep {
  /** Messages a program gave before `text` (turn.context); absent or null for what was sent on the chat page. */
  readonly context?: readonly ChatMessage[] | null;
  readonly text: string;
  /** Null for the message that is being answered; empty when that answer failed or was stopped at once. */
  readonly answer: string | null;
}

/**
 * The conversation as a model sees it, from the first message to the one to answer.
 *
 * An answer without text is left out, and the two messages around it become one: many chat templates insist that user
 * and assistant take turns. What a program sent (`context` is there) stays message for message as it sent it; only its
 * leading system message joins the chatbot's own, because most templates take one.
 */
export function conversationMessages(
  systemPrompt: string,
  path: readonly ConversationStep[],
): ChatMessage[] {
  const messages: ChatMessage[] = [];
  if (systemPrompt.trim() !== '') messages.push({ role: 'system', content: systemPrompt });

  let unanswered: string[] = [];
  for (const { context, text, answer } of path) {
    if (context) {
      const [first, ...others] = context;
      const own = messages.length === 1 && messages[0]?.role === 'system' ? messages[0] : undefined;
      if (own && first?.role === 'system') {
        messages[0] = { role: 'system', content: `${own.content}\n\n${first.content}` };
        messages.push(...others);
      } else messages.push(...context);
      messages.push({ role: 'user', content: text });
      if (answer !== null) messages.push({ role: 'assistant', content: answer });
      continue;
    }
    unanswered.push(text);
    if (answer === null || answer.trim() === '') continue;
    messages.push(
      { role: 'user', content: unanswered.join('\n\n') },
      { role: 'assistant', content: answer },
    );
    unanswered = [];
  }
  if (unanswered.length > 0) messages.push({ role: 'user', content: unanswered.join('\n\n') });
  return messages;
}
