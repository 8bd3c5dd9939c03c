import { candidateEvent, candidateTopic, type CandidateEvent } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import type { EarlyListener } from '../conversations/turn-acceptance.js';

type Take = (candidateId: string, event: CandidateEvent) => void;

/**
 * Hears the answers of one turn over the relay. It may listen before the turn is stored: what comes before somebody
 * takes it is kept.
 */
export class TurnListener implements EarlyListener {
  /** Whether every topic is listened to. Without the relay, answers are read from Postgres once they have ended. */
  readonly listening: Promise<boolean>;
  private readonly subscriptions: readonly Promise<() => Promise<void>>[];
  private readonly held: Parameters<Take>[] = [];
  private taker: Take = (...heard) => void this.held.push(heard);
  private closed = false;

  constructor(
    relay: Relay,
    readonly turnId: string,
    readonly candidateIds: readonly string[],
    private readonly logger: Logger,
  ) {
    this.subscriptions = candidateIds.map((id) =>
      relay.subscribe(candidateTopic(turnId, id), ({ data }) => {
        const event = candidateEvent.safeParse(data);
        if (event.success && !this.closed) this.taker(id, event.data);
      }),
    );
    this.listening = Promise.all(this.subscriptions).then(
      () => true,
      (err: unknown) => {
        logger.warn({ err, turnId }, 'could not listen to the relay');
        return false;
      },
    );
  }

  /** From now on everything goes to `take`, beginning with what was kept. */
  pass(take: Take): void {
    this.taker = take;
    for (const heard of this.held.splice(0)) take(...heard);
  }

  close(): void {
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
