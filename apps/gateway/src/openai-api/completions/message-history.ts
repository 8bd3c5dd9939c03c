import { createHash } from 'node:crypto';
import type { ChatMessage } from '@koi/contracts';

/** An answer in a history that koi may have written itself. */
export interface HistoryLink {
  /** The hash of everything up to the message it answers. */
  readonly hash: string;
  readonly answer: string;
  /** How many messages of the history it and what comes before it are. */
  readonly depth: number;
}

/**
 * Hashes of a history, each over all messages up to one, so that a client which sends its whole history again is
 * recognised: the turn stored for `[m1 … mk]` carries the hash of these messages. `owner` keeps participants and
 * chatbots apart.
 */
export function readHistory(
  owner: string,
  messages: readonly ChatMessage[],
): { hash: string; links: HistoryLink[] } {
  const links: HistoryLink[] = [];
  let hash = digest(owner);
  for (const [index, { role, content }] of messages.entries()) {
    // Only a user's message is ever stored as the one that was answered.
    if (role === 'assistant' && messages[index - 1]?.role === 'user')
      links.push({ hash, answer: content, depth: index + 1 });
    hash = digest(`${hash} ${JSON.stringify([role, content])}`);
  }
  return { hash, links };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
