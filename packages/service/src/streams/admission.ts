import { eventLoopUtilization } from './utilization.js';

/** At ease: enough to share commits. */
const MANY = 8;
/** Share of its time that the process works, from which on one begins after the other. */
const BUSY = 0.6;
const LOOK_EVERY_MS = 100;

/**
 * Lets a few answers begin at a time, first come, first served, and in a process with much to do one after the other. To
 * begin one takes as much work as some hundred of its tokens, so that a burst of requests, all begun at once, would hold up
 * whoever is reading already. A process that waits for a slow disk instead is at ease, and lets more of them wait together.
 */
export class Admission {
  private readonly waiting: (() => void)[] = [];
  private within = 0;
  private atATime = MANY;
  private lookedAt: number;

  /** @param utilization share of the time since the last call that the process worked, 0 to 1. */
  constructor(
    private readonly utilization: () => number = eventLoopUtilization(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lookedAt = now();
  }

  /** Runs `begin` when its turn has come. */
  async run<Result>(begin: () => Promise<Result>): Promise<Result> {
    const leave = await this.enter();
    try {
      return await begin();
    } finally {
      leave();
    }
  }

  /** Resolves when one more may begin, with what has to be called, once, when it has begun. */
  async enter(): Promise<() => void> {
    await new Promise<void>((admitted) => {
      this.waiting.push(admitted);
      this.admit();
    });
    return () => {
      this.within -= 1;
      this.admit();
    };
  }

  private admit(): void {
    this.look();
    // There is always one within while others wait, so that somebody admits them when it leaves.
    while (this.within < this.atATime) {
      const next = this.waiting.shift();
      if (!next) return;
      this.within += 1;
      next();
    }
  }

  private look(): void {
    const now = this.now();
    if (now - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    this.atATime = this.utilization() > BUSY ? 1 : MANY;
  }
}
