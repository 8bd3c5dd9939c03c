import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';

export interface Slot {
  /** How long its turn was in coming. */
  readonly waitedMs: number;
  /** Lets the next one begin. */
  release(): void;
}

/**
 * How many answers of one model this process writes at a time. First come, first served. Other processes count for
 * themselves: with three replicas of model-proxy a model is asked at most three times its `concurrency` at once.
 */
@Injectable()
export class ModelSlots {
  private readonly queues = new Map<string, PQueue>();

  /**
   * Waits until one more answer of the model may be written. Without a limit it may at once. The limit may change from
   * call to call; the latest counts.
   *
   * @throws the signal's reason as soon as it aborts. The slot is then free, whether or not it is released.
   */
  async take(model: string, limit: number | undefined, signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted();
    const queue = this.queues.get(model) ?? new PQueue();
    queue.concurrency = limit ?? Number.POSITIVE_INFINITY;
    this.queues.set(model, queue);

    const askedAt = performance.now();
    return new Promise<Slot>((resolve, reject) => {
      const held = (): Promise<void> =>
        new Promise((release) =>
          resolve({ waitedMs: performance.now() - askedAt, release: () => release() }),
        );
      queue.add(held, { signal }).catch(reject);
    });
  }
}
