import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { COMING_PATTERN, comingTopic } from '@koi/contracts';
import type { Relay } from '@koi/queues';
import { RELAY } from '@koi/service';
import { GenerationRepository, type AnswerOrder } from './generation.repository.js';

/** A job that has not come by then is another worker's, or waits in a long queue. */
const KEEP_MS = 2_000;
/** Who has more to read than this gains nothing by reading ahead. */
const MOST = 16;

const PREFIX = comingTopic('');

/**
 * Reads orders while their jobs are still on the way: both take about as long, and the first token waits for both.
 * What was read may be old by then; the row decides when the attempt is begun, so an old order begins nothing.
 */
@Injectable()
export class OrdersAhead implements OnApplicationBootstrap {
  private readonly coming = new Map<string, Promise<AnswerOrder | undefined>>();

  constructor(
    private readonly repository: GenerationRepository,
    @Inject(RELAY) private readonly relay: Relay,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.relay.subscribe(COMING_PATTERN, ({ topic }) =>
      this.readAhead(topic.slice(PREFIX.length)),
    );
  }

  /** What was read ahead, once; else it is read now. */
  async order(candidateId: string): Promise<AnswerOrder | undefined> {
    const ahead = this.coming.get(candidateId);
    this.coming.delete(candidateId);
    return (await ahead) ?? this.repository.find(candidateId);
  }

  private readAhead(candidateId: string): void {
    if (this.coming.size >= MOST) return;
    // What fails is asked again when the job comes.
    this.coming.set(
      candidateId,
      this.repository.find(candidateId).catch(() => undefined),
    );
    setTimeout(() => this.coming.delete(candidateId), KEEP_MS).unref();
  }
}
