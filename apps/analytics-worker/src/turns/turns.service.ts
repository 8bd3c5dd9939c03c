import { Inject, Injectable } from '@nestjs/common';
import { generationQueue } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, LOGGER } from '@koi/service';
import { TurnsRepository } from './turns.repository.js';

/** An answer without a job is left alone for so long: its job may be on its way, or just ending. */
const GRACE_SECONDS = 30;

const PAGE = 500;

/** Sees to it that every turn ends, whatever was lost with a queue or a process. */
@Injectable()
export class TurnsService {
  constructor(
    private readonly turns: TurnsRepository,
    @InjectProducer(generationQueue) private readonly generation: Producer<typeof generationQueue>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns how many answers got a new job and how many turns were ended. Safe to run twice. */
  async sweep(graceSeconds = GRACE_SECONDS): Promise<number> {
    let touched = 0;
    let after: string | null = null;
    for (;;) {
      const page: string[] = await this.turns.unfinished(graceSeconds, after, PAGE);
      for (const id of page) if (await this.addAgain(id)) touched += 1;
      after = page.at(-1) ?? null;
      if (page.length < PAGE) break;
    }
    for (const { id, state } of await this.turns.endFinished(graceSeconds)) {
      this.logger.warn({ turnId: id, state }, 'a turn with all its answers was still open; ended');
      touched += 1;
    }
    return touched;
  }

  private async addAgain(candidateId: string): Promise<boolean> {
    const job = await this.generation.find(candidateId);
    if (job && job.state !== 'completed' && job.state !== 'failed') return false;
    // The job may have ended between the two looks, and its answer with it.
    if (!(await this.turns.isUnfinished(candidateId))) return false;
    // A finished job keeps its id taken.
    if (job) await this.generation.remove(candidateId);
    await this.generation.add({ candidateId });
    this.logger.warn({ candidateId }, 'the job of an answer was gone; added again');
    return true;
  }
}
