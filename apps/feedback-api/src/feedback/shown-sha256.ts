import { createHash } from 'node:crypto';
import { conversationMessages, type ConversationStep } from '@koi/contracts';

/**
 * SHA-256, in lower-case hex, of what somebody had before them when they judged: of the UTF-8 bytes of
 * `JSON.stringify({ prompt, answers })`, where `prompt` is the conversation as messages (`role`, `content`) without the
 * chatbot's system prompt, which nobody sees, and `answers` are the texts in the order they were shown. With it an
 * export can be checked against what the feedback was about.
 */
export function shownSha256(
  path: readonly ConversationStep[],
  answers: readonly { readonly text: string }[],
): string {
  const prompt = conversationMessages('', path).map(({ role, content }) => ({ role, content }));
  return createHash('sha256')
    .update(JSON.stringify({ prompt, answers: answers.map(({ text }) => text) }))
    .digest('hex');
}
