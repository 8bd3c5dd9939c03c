import { setMaxListeners } from 'node:events';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { STOP_PATTERN, stopTopic, WANT_PATTERN, wantTopic } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import { AttemptSuperseded, StopRequested } from './generation.errors.js';
import { GenerationRepository } from './generation.repository.js';

export interface RunningAnswer {
  readonly turnId: string;
  readonly candidateId: string;
  readonly attempt: number;
  /** Publishes all that is written, for a reader who missed some of it. */
  readonly wantSnapshot: () => void;
}

/** How soon a stop is seen whose message was lost. */
const LOOK_EVERY_MS = 1_000;

const STOP_PREFIX = stopTopic('');
const WANT_PREFIX = wantTopic('');

/**
 * The answers this process is writing, and the two ways to stop one: a message on the relay, which is quick, and a
 * look into Postgres each second, which cannot be lost. The look also finds answers that another worker took over.
 * Readers who miss text of one ask here for a snapshot.
 */
@Injectable()
export class RunningAnswers implements OnApplicationBootstrap {
  private readonly running = new Map<RunningAnswer, AbortController>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: GenerationRepository,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.relay.subscribe(STOP_PATTERN, ({ topic }) =>
      this.stop(topic.slice(STOP_PREFIX.length)),
    );
    await this.relay.subscribe(WANT_PATTERN, ({ topic }) => {
      const turnId = topic.slice(WANT_PREFIX.length);
      for (const answer of this.running.keys()) if (answer.turnId === turnId) answer.wantSnapshot();
    });
  }

  /**
   * Runs `write` with a signal that aborts on a stop (`StopRequested`), when another attempt has begun
   * (`AttemptSuperseded`), and with any of `others`, such as the end of the service.
   */
  async during<Result>(
    answer: RunningAnswer,
    others: readonly AbortSignal[],
    write: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    // The service has one signal for all of its jobs: many listeners are no leak here.
    setMaxListeners(0, ...others);
    const follow = (): void => controller.abort(others.find(({ aborted }) => aborted)?.reason);
    for (const other of others) other.addEventListener('abort', follow, { once: true });
    if (others.some(({ aborted }) => aborted)) follow();
    this.running.set(answer, controller);
    this.looking ??= this.lookSoon();
    try {
      return await write(controller.signal);
    } finally {
      this.running.delete(answer);
      for (const other of others) other.removeEventListener('abort', follow);
    }
  }

  private stop(turnId: string): void {
    for (const [answer, controller] of this.running) {
      if (answer.turnId === turnId) controller.abort(new StopRequested('stopped'));
    }
  }

  private async look(): Promise<void> {
    try {
      const answers = [...this.running.keys()];
      const rows = await this.repository.standing(answers.map(({ candidateId }) => candidateId));
      for (const [answer, controller] of this.running) {
        const row = rows.find(({ candidateId }) => candidateId === answer.candidateId);
        if (row && row.attempt > answer.attempt)
          controller.abort(new AttemptSuperseded(answer.candidateId));
        else if (row?.stopRequested) controller.abort(new StopRequested('stopped'));
      }
    } catch (err) {
      this.logger.warn({ err }, 'could not look for stops; looking again');
    } finally {
      this.looking = this.running.size > 0 ? this.lookSoon() : undefined;
    }
  }

  private lookSoon(): NodeJS.Timeout {
    return setTimeout(() => void this.look(), LOOK_EVERY_MS).unref();
  }
}
