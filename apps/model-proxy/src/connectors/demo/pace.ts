import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.js';

/** A word with the white space before it; what is left at the end joins the last word. */
const WORD = /\s*\S+(?:\s+$)?/gu;

/** Roughly what a tokenizer would count: about five characters a token, at least one. */
export function countTokens(text: string): number {
  return (text.match(WORD) ?? []).reduce((sum, word) => sum + tokensOf(word), 0);
}

const tokensOf = (word: string): number => Math.max(1, Math.ceil(word.trim().length / 5));

export interface Pace {
  /** 0 writes as fast as it can. */
  readonly tokensPerSecond: number;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/**
 * Hands out a text word by word at the pace of somebody who types well. Lateness of timers does not add up.
 *
 * @throws the signal's reason, at once, when it aborts.
 */
export async function* wordByWord(text: string, pace: Pace): AsyncGenerator<string> {
  const { tokensPerSecond, random, signal } = pace;
  let dueMs = performance.now();
  let count = 0;
  for (const [word] of text.matchAll(WORD)) {
    signal.throwIfAborted();
    if (tokensPerSecond > 0) {
      dueMs += ((1_000 * tokensOf(word)) / tokensPerSecond) * (0.6 + 0.8 * random.next());
      await pause(dueMs - performance.now(), signal);
    } else if (++count % 32 === 0) {
      // Even at full speed others get their turn, and a stop can come in.
      await pause(0, signal);
    }
    yield word;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(Math.max(0, ms), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
