import { Inject, Injectable } from '@nestjs/common';
import {
  candidateEvent,
  candidateTopic,
  parseEventId,
  stopTopic,
  type TurnState,
} from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import { TurnNotFound } from '../conversations/conversations.errors.js';
import {
  ConversationsRepository,
  type TurnRow,
} from '../conversations/conversations.repository.js';
import { TurnFollower, type Send } from './turn-follower.js';

/** How long nothing may come from the relay before Postgres is asked whether the answer has ended. */
const RECHECK_MS = 3_000;

@Injectable()
export class StreamingService {
  constructor(
    private readonly conversations: ConversationsRepository,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws TurnNotFound unless the turn is the participant's own; also asked anew on every resume. */
  async ownTurn(participantId: string, turnId: string): Promise<TurnRow> {
    const turn = await this.conversations.findTurn(turnId, participantId);
    if (!turn) throw new TurnNotFound();
    return turn;
  }

  /**
   * Sends a turn's events until every answer has ended or `signal` aborts. Subscribes first and reads Postgres after,
   * so nothing falls between; offsets decide what is new. Any gateway can resume any reader.
   */
  async follow(
    participantId: string,
    turn: TurnRow,
    lastEventId: string | undefined,
    send: Send,
    signal: AbortSignal,
  ): Promise<void> {
    const follower = new TurnFollower(turn.id, turn.candidates, send, parseEventId(lastEventId));
    follower.begin();
    follower.load(turn);
    if (follower.done) return;

    const reread = async (): Promise<void> => {
      follower.load(await this.ownTurn(participantId, turn.id));
    };
    await new Promise<void>((resolve, reject) => {
      let recheck: NodeJS.Timeout | undefined;
      let reading: Promise<void> = Promise.resolve();
      const subscriptions: Promise<() => Promise<void>>[] = [];

      const end = (error?: Error): void => {
        clearTimeout(recheck);
        signal.removeEventListener('abort', onAbort);
        for (const subscription of subscriptions) {
          subscription
            .then((unsubscribe) => unsubscribe())
            .catch((err: unknown) =>
              this.logger.warn({ err, turnId: turn.id }, 'could not leave a topic'),
            );
        }
        if (error === undefined) resolve();
        else reject(error);
      };
      const onAbort = (): void => end();
      /** Reads one after the other; a read that fails (database restarting) is tried again by the next recheck. */
      const read = (): void => {
        reading = reading.then(async () => {
          if (signal.aborted || follower.done) return;
          try {
            await reread();
          } catch (error) {
            if (error instanceof TurnNotFound) return end(error);
            this.logger.warn(
              { err: error, turnId: turn.id },
              'could not read the turn; trying again',
            );
          }
          if (follower.done) end();
        });
      };
      const wait = (): void => {
        clearTimeout(recheck);
        if (follower.done || signal.aborted) return;
        recheck = setTimeout(() => {
          read();
          wait();
        }, RECHECK_MS);
      };

      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) return end();
      for (const { id } of turn.candidates) {
        subscriptions.push(
          this.relay.subscribe(candidateTopic(turn.id, id), ({ data }) => {
            const event = candidateEvent.safeParse(data);
            if (!event.success || signal.aborted) return;
            if (follower.take(id, event.data)) read();
            wait();
          }),
        );
      }
      wait();
      Promise.all(subscriptions).then(read, (error: unknown) => {
        // Without the relay the reader still gets the answer, from Postgres, once it has ended.
        this.logger.warn({ err: error, turnId: turn.id }, 'could not listen to the relay');
        read();
      });
    });
  }

  /** Asks model-proxy to stop: by a mark in Postgres that cannot get lost, and by a message that is quick. */
  async stop(participantId: string, turnId: string): Promise<{ turnId: string; state: TurnState }> {
    const turn = await this.ownTurn(participantId, turnId);
    if (turn.state === 'pending') {
      await this.conversations.requestStop(turnId, new Date());
      await this.relay.publish(stopTopic(turnId), { turnId });
    }
    return { turnId, state: turn.state };
  }
}
