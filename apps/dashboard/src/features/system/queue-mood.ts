import type { QueueStatus } from '@koi/contracts/http';
import type { ChipTone } from '../blocks/index.js';

/** From this many seconds on a waiting job is late. */
const LATE_SECONDS = 30;

/** What is wrong with a queue, in a word; nothing when it is well. */
export function queueMood(queue: QueueStatus): { label: string; tone: ChipTone } | undefined {
  if (queue.paused) return { label: 'paused', tone: 'warn' };
  if (queue.workers === 0) return { label: 'nobody works on it', tone: 'down' };
  // A trainer comes when it comes.
  if (queue.workers !== null && (queue.lagSeconds ?? 0) >= LATE_SECONDS)
    return { label: 'late', tone: 'warn' };
  return undefined;
}
