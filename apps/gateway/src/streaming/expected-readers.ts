import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { newId } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import type { AcceptedTurn, EarlyListener } from '../conversations/turn-acceptance.js';
import { TurnListener } from './turn-listener.js';

/** How long what was heard is kept for the page that sent the message, in milliseconds. */
const KEEP_MS = 3_000;
/** Readers of more messages than these in that time ask for a snapshot. */
const MOST = 2_000;

/** A reader that has not come yet, and what has been heard for them. */
interface Expected {
  readonly participantId: string;
  readonly early: TurnListener;
  readonly forgetting: NodeJS.Timeout;
}

/**
 * The page sends a message, and comes for its answer with a second request: often after the answer has begun. This
 * gateway listens from before the answer's job is added, and keeps what it hears for a moment, so that the second
 * request finds the answer from its beginning without asking its writer for a snapshot. A page that comes later,
 * or to another gateway, misses nothing but that.
 */
@Injectable()
export class ExpectedReaders implements OnApplicationShutdown {
  private readonly expected = new Map<string, Expected>();

  constructor(
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Hears the answers of a turn that is about to be stored, and gives it its ids. */
  listen(answers: number): TurnListener {
    const candidateIds = Array.from({ length: answers }, newId);
    return new TurnListener(
      this.relay,
      { turnId: newId(), candidateIds, isNew: true },
      this.logger,
    );
  }

  /** Listens while a message with `answers` answers is accepted, and then for its reader. */
  async hear(
    participantId: string,
    answers: number,
    accept: (early: EarlyListener | undefined) => Promise<AcceptedTurn>,
  ): Promise<AcceptedTurn> {
    if (this.expected.size >= MOST) return accept(undefined);
    const early = this.listen(answers);
    try {
      const accepted = await accept(early);
      const { turnId } = accepted;
      const forgetting = setTimeout(() => this.forget(turnId), KEEP_MS);
      this.expected.set(turnId, { participantId, early, forgetting });
      return accepted;
    } catch (error) {
      early.close();
      throw error;
    }
  }

  /** What was heard for a reader, once; `undefined` for everybody who was not expected. */
  take(participantId: string, turnId: string): TurnListener | undefined {
    const expected = this.expected.get(turnId);
    if (expected?.participantId !== participantId) return undefined;
    clearTimeout(expected.forgetting);
    this.expected.delete(turnId);
    return expected.early;
  }

  onApplicationShutdown(): void {
    for (const turnId of this.expected.keys()) this.forget(turnId);
  }

  private forget(turnId: string): void {
    const expected = this.expected.get(turnId);
    clearTimeout(expected?.forgetting);
    this.expected.delete(turnId);
    expected?.early.close();
  }
}
