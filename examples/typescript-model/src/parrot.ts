import { setTimeout as sleep } from 'node:timers/promises';
import type { Predict } from '@koi/sdk/model';

/** A model of one's own: it says again what it is told, a word at a time, and for ever when it is asked to. */
export class Parrot {
  /** Milliseconds between two words. */
  constructor(private readonly paceMs = 40) {}

  predict: Predict = async function* (this: Parrot, messages, { signal, parameters }) {
    const words = (messages.at(-1)?.content ?? '').split(/\s+/).slice(0, parameters.maxTokens);
    do {
      for (const word of words) {
        // Raised when somebody presses Stop: the pause ends at once, and nothing more is written.
        await sleep(this.paceMs, undefined, { signal });
        yield `${word} `;
      }
    } while (words.includes('forever'));
  };
}
