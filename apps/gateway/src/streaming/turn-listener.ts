import { candidateEvent, candidateTopic, type CandidateEvent } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import type { EarlyListener } from '../conversations/turn-acceptance.js';

/** How long a message waits until its answers are listened to, in milliseconds. */
const SOON_MS = 250;

export interface ListenedTurn {
  readonly turnId: string;
  readonly candidateIds: readonly string[];
  /** Not stored yet, so that nothing can have been said of it. */
  readonly isNew: boolean;
}

type Take = (candidateId: string, event: CandidateEvent) => void;

/**
 * Hears the answers of one turn over the relay. It may listen before the turn is stored: what comes before somebody
 * takes it is kept.
 */
export class TurnListener implements EarlyListener {
  /** Whether every topic is listened to. Without the relay, answers are read from Postgres once they have ended. */
  readonly listening: Promise<boolean>;
  /** The same, but false after a moment: a relay that is away holds up no message. */
  readonly soon: Promise<boolean>;
  readonly turnId: string;
  readonly candidateIds: readonly string[];
  private readonly subscriptions: readonly Promise<() => Promise<void>>[];
  private readonly held: Parameters<Take>[] = [];
  private taker: Take = (...heard) => void this.held.push(heard);
  private closed = false;

  constructor(
    relay: Relay,
    { turnId, candidateIds, isNew }: ListenedTurn,
    private readonly logger: Logger,
  ) {
    this.turnId = turnId;
    this.candidateIds = candidateIds;
    this.subscriptions = candidateIds.map((id) =>
      relay.subscribe(
        candidateTopic(turnId, id),
        ({ data }) => {
          const event = candidateEvent.safeParse(data);
          if (event.success && !this.closed) this.taker(id, event.data);
        },
        { isNew },
      ),
    );
    this.listening = Promise.all(this.subscriptions).then(
      () => true,
      (err: unknown) => {
        logger.warn({ err, turnId }, 'could not listen to the relay');
        return false;
      },
    );
    this.soon = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), SOON_MS);
      void this.listening.then((listening) => {
        clearTimeout(timer);
        resolve(listening);
      });
    });
  }

  /** From now on everything goes to `take`, beginning with what was kept. */
  pass(take: Take): void {
    this.taker = take;
    for (const heard of this.held.splice(0)) take(...heard);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const subscription of this.subscriptions) {
      subscription
        .then((unsubscribe) => unsubscribe())
        .catch((err: unknown) =>
          this.logger.warn({ err, turnId: this.turnId }, 'could not leave a topic'),
        );
    }
  }
}
