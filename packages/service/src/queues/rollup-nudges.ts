import { ANALYTICS_SLICE_MS, analyticsNudge, type analyticsQueue } from '@koi/contracts';
import type { Producer } from '@koi/queues';

/**
 * Nudges the rollups of minutes. Within a slice the same nudge is the same job, so a process adds it once: under load
 * that saves as many trips to the queue as there are votes and answers.
 */
export class RollupNudges {
  private slice = 0;
  private added = new Map<number, Promise<unknown>>();

  constructor(private readonly analytics: Producer<typeof analyticsQueue>) {}

  /** Resolves once the nudges of all these moments' minutes are in the queue. */
  async add(moments: readonly Date[]): Promise<void> {
    await Promise.all(moments.map((moment) => this.addOne(moment)));
  }

  private addOne(moment: Date): Promise<unknown> {
    const nudge = analyticsNudge(moment);
    if (nudge.slice !== this.slice) {
      this.slice = nudge.slice;
      this.added = new Map();
    }
    const { added } = this;
    const before = added.get(nudge.minute);
    if (before) return before;
    const adding = this.analytics.add(nudge, { delayMs: ANALYTICS_SLICE_MS }).catch((error) => {
      added.delete(nudge.minute);
      throw error;
    });
    added.set(nudge.minute, adding);
    return adding;
  }
}
