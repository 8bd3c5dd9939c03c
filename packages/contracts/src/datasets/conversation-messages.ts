import type { ChatMessage } from '../terms.js';

/** One message of the participant on the path, and the answer that the conversation went on from. */
export interface ConversationStep {
  readonly text: string;
  /** Null for the message that is being answered; empty when that answer failed or was stopped at once. */
  readonly answer: string | null;
}

/**
 * The conversation as a model sees it, from the first message to the one to answer.
 *
 * An answer without text is left out, and the two messages around it become one: many chat templates insist that user
 * and assistant take turns.
 */
export function conversationMessages(
  systemPrompt: string,
  path: readonly ConversationStep[],
): ChatMessage[] {
  const messages: ChatMessage[] = [];
  if (systemPrompt.trim() !== '') messages.push({ role: 'system', content: systemPrompt });

  let unanswered: string[] = [];
  for (const { text, answer } of path) {
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
