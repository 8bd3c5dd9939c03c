import type { ChatMessage } from '@koi/contracts';
import type { CountTokens } from './token-counter.js';

export interface Window {
  /** All the model can take: what it is sent, and what it answers. */
  readonly contextTokens: number;
  /** The longest answer; without it a quarter of the window is kept free. */
  readonly maxTokens?: number | undefined;
}

export interface Trimmed {
  readonly messages: readonly ChatMessage[];
  /** How many messages do not fit, the oldest ones. */
  readonly leftOut: number;
}

/** What chat templates put around a message. */
const TOKENS_AROUND = 4;

/** Part of the window that stays free, because tokens are counted by another model's tokenizer. */
const MARGIN = 0.1;

/**
 * The conversation as it fits into a model's window.
 *
 * Kept whatever their size: the system message, and the message to answer with what follows the last message of the
 * assistant. Of the rest the oldest turns go, each whole: what was asked with what was answered, so that no answer stands
 * without its question. Room is kept for the answer, but never more than half of the window.
 */
export function trimContext(
  messages: readonly ChatMessage[],
  { contextTokens, maxTokens }: Window,
  count: CountTokens,
): Trimmed {
  const answer = Math.min(maxTokens ?? contextTokens / 4, contextTokens / 2);
  const room = contextTokens * (1 - MARGIN) - answer;
  const turns = toTurns(messages);
  const [system, others] =
    turns[0]?.[0]?.role === 'system' ? [turns[0], turns.slice(1)] : [[], turns];
  const sizes = others.map((turn) => sizeOf(turn, count));

  let used = sizeOf(system, count) + (sizes.at(-1) ?? 0);
  let first = Math.max(others.length - 1, 0);
  while (first > 0 && used + (sizes[first - 1] ?? 0) <= room) used += sizes[--first] ?? 0;
  return {
    messages: first === 0 ? messages : [...system, ...others.slice(first).flat()],
    leftOut: others.slice(0, first).flat().length,
  };
}

/** A turn begins with each message of the user that does not follow another one. The leading system messages are the first. */
function toTurns(messages: readonly ChatMessage[]): ChatMessage[][] {
  const turns: ChatMessage[][] = [];
  let before: ChatMessage['role'] | undefined;
  for (const message of messages) {
    const begins =
      before === undefined ||
      (message.role !== before && (message.role === 'user' || turns.length === 0)) ||
      (turns.length === 1 && turns[0]?.[0]?.role === 'system' && message.role !== 'system');
    if (begins) turns.push([]);
    turns.at(-1)?.push(message);
    before = message.role;
  }
  return turns;
}

const sizeOf = (messages: readonly ChatMessage[], count: CountTokens): number =>
  messages.reduce((sum, { content }) => sum + count(content) + TOKENS_AROUND, 0);
