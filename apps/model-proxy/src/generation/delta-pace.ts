import { eventLoopUtilization } from '@koi/service';

/** Nobody sees a difference between a text that grows 33 times a second and one that grows 10 times. */
const SHORTEST_MS = 30;
const LONGEST_MS = 100;

/** A burst of answers is there within a second, and its tokens may not wait for the pace to follow. */
const LOOK_EVERY_MS = 100;
/** Share of its time that the process works: above the first it sends fewer deltas, below the second more again. */
const BUSY = 0.8;
const AT_EASE = 0.5;

/**
 * The least time between two deltas of one answer, the same for all that this process writes. A message costs much the
 * same whether it carries one token or five, so a process that cannot keep up sends fewer and fuller ones, rather than
 * the same ones later and later.
 */
export class DeltaPace {
  private ms = SHORTEST_MS;
  private lookedAt: number;

  /** @param utilization share of the time since the last call that the process worked, 0 to 1. */
  constructor(
    private readonly utilization: () => number = eventLoopUtilization(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lookedAt = now();
  }

  /**
   * How long after a delta a writer waits before it reads on, so that all of the next one is read at once; 0 at ease,
   * where nothing is gained and text that was not read yet is lost when the model's connection breaks. Half of it is left to
   * chance: answers that wait for the same moment would all be told at once, each later than the one before.
   */
  get restMs(): number {
    const { deltaMs } = this;
    return deltaMs > SHORTEST_MS ? deltaMs * (0.5 + Math.random() / 2) : 0;
  }

  get deltaMs(): number {
    const now = this.now();
    if (now - this.lookedAt >= LOOK_EVERY_MS) {
      this.lookedAt = now;
      const share = this.utilization();
      if (share > BUSY) this.ms = Math.min(LONGEST_MS, this.ms * 2);
      else if (share < AT_EASE) this.ms = Math.max(SHORTEST_MS, this.ms / 1.5);
    }
    return this.ms;
  }
}
