import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { generationQueue, type GenerationJob } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, LOGGER } from '@koi/service';

/** Most jobs that are remembered; those over it, and all of them when the process ends, are left to the sweeper. */
const MOST = 10_000;

const AGAIN_MS = 1_000;

/**
 * Generation jobs of accepted messages that the queue could not take. They are offered to it again every second until
 * it is back, so that the people who wait for these answers need not wait for the sweeper, too.
 */
@Injectable()
export class OwedJobs implements OnApplicationShutdown {
  private readonly owed = new Map<string, GenerationJob>();
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    @InjectProducer(generationQueue)
    private readonly generation: Pick<Producer<typeof generationQueue>, 'add'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'info'>,
  ) {}

  remember(jobs: readonly GenerationJob[]): void {
    for (const job of jobs) if (this.owed.size < MOST) this.owed.set(job.candidateId, job);
    this.wait();
  }

  onApplicationShutdown(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    if (this.ended || this.owed.size === 0) return;
    this.timer ??= setTimeout(() => void this.offer(), AGAIN_MS).unref();
  }

  /** In the order of their messages; the first that is refused tells that the queue is not back yet. */
  private async offer(): Promise<void> {
    let taken = 0;
    try {
      for (const [id, job] of this.owed) {
        await this.generation.add(job);
        this.owed.delete(id);
        taken += 1;
      }
    } catch {
      // Still away: the next round tries again.
    }
    if (taken > 0) this.logger.info({ taken }, 'the queue is back and has the jobs it was owed');
    this.timer = undefined;
    this.wait();
  }
}
