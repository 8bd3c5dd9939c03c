import { createHash } from 'node:crypto';
import type { ChatCompletionRequest } from './behaviour.js';

const OPENINGS = [
  'You asked about',
  'Let me answer',
  'Here is what I make of',
  'A short reply to',
  'Thinking about',
];
const ENDINGS = [
  'In short: it depends, and that is **fine**.',
  'Two points stand out:\n\n- the first — naïve but true\n- the second 🐟',
  'As code: `const answer = 42;`',
  'Does that help?',
];

/** A varied answer that depends on the model and the last user message alone, so that tests can repeat it. */
export function answerText({ model, messages }: ChatCompletionRequest): string {
  const question = messages.findLast(({ role }) => role === 'user')?.content ?? 'nothing';
  const digest = createHash('sha256').update(`${model}\n${messages.length}\n${question}`).digest();
  const pick = (list: readonly string[], byte: number) => list[(digest[byte] ?? 0) % list.length];
  return `${pick(OPENINGS, 0)} “${question}”, says ${model}. ${pick(ENDINGS, 1)}`;
}

/** Cuts a text into pieces about as long as a tokenizer's; joined they are the text again. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,5}|\s+/gu) ?? [];
}
