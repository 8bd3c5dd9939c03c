import { Inject, Injectable } from '@nestjs/common';
import { parseEventId, stopTopic, wantTopic, type TurnState } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import { TurnNotFound } from '../conversations/conversations.errors.js';
import { ConversationsRepository } from '../conversations/conversations.repository.js';
import { ExpectedReaders } from './expected-readers.js';
import type { StreamedTurn } from './streamed-turn.js';
import { StreamedTurnsRepository } from './streamed-turns.repository.js';
import { TurnFollower, type Send } from './turn-follower.js';
import { TurnListener } from './turn-listener.js';

/** How long nothing may come from the relay before Postgres is asked whether the answer has ended. */
const RECHECK_MS = 3_000;

/** How soon a snapshot that did not fill the gap is asked for again; each time twice as long, up to the second. */
const WANT_AGAIN_MS = 200;
const WANT_AT_LEAST_EVERY_MS = 5_000;

interface Reader {
  readonly participantId: string;
  readonly lastEventId?: string | undefined;
  /** Has listened since before the answers' jobs were added. It is closed in the end. */
  readonly early?: TurnListener | undefined;
  readonly signal: AbortSignal;
}

@Injectable()
export class StreamingService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly turns: StreamedTurnsRepository,
    private readonly expected: ExpectedReaders,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws TurnNotFound unless the turn is the participant's own; also asked anew on every resume. */
  async ownTurn(participantId: string, turnId: string): Promise<StreamedTurn> {
    const turn = await this.turns.find(turnId, participantId);
    if (!turn) throw new TurnNotFound();
    return turn;
  }

  /** A turn to follow, with what was heard of it when its reader has been expected. @throws TurnNotFound. */
  async open(
    participantId: string,
    turnId: string,
    lastEventId: string | undefined,
  ): Promise<{ readonly turn: StreamedTurn; readonly early?: TurnListener }> {
    const early = lastEventId ? undefined : this.expected.take(participantId, turnId);
    try {
      const turn = await this.ownTurn(participantId, turnId);
      return { turn, ...(early ? { early } : {}) };
    } catch (error) {
      early?.close();
      throw error;
    }
  }

  /** Hears the answers of a turn that is about to be stored, and gives it its ids: see `Reader.early`. */
  listen(answers: number): TurnListener {
    return this.expected.listen(answers);
  }

  /**
   * Sends a turn's events until every answer has ended or the signal aborts. Subscribes first and reads Postgres after,
   * so nothing falls between; offsets decide what is new, and what is missing comes in a snapshot that the writer is
   * asked for. Any gateway can resume any reader. Answers the turn as it was read last.
   */
  async follow(
    turn: StreamedTurn,
    { participantId, lastEventId, early, signal }: Reader,
    send: Send,
  ): Promise<StreamedTurn> {
    const follower = new TurnFollower(turn.id, turn.candidates, send, parseEventId(lastEventId));
    follower.begin();
    follower.load(turn);
    if (follower.done) {
      early?.close();
      return turn;
    }

    const listener =
      early ??
      new TurnListener(
        this.relay,
        { turnId: turn.id, candidateIds: turn.candidates.map(({ id }) => id), isNew: false },
        this.logger,
      );
    let known = turn;
    const reread = async (): Promise<void> => {
      known = await this.ownTurn(participantId, turn.id);
      follower.load(known);
    };
    let wanting: NodeJS.Timeout | undefined;
    const want = (againMs = WANT_AGAIN_MS): void => {
      if (wanting) return;
      this.relay
        .publish(wantTopic(turn.id), {})
        .catch((err: unknown) =>
          this.logger.warn({ err, turnId: turn.id }, 'could not ask for a snapshot'),
        );
      wanting = setTimeout(() => {
        wanting = undefined;
        if (follower.hasGap) want(Math.min(2 * againMs, WANT_AT_LEAST_EVERY_MS));
      }, againMs);
    };
    await new Promise<void>((resolve, reject) => {
      let reading: Promise<void> = Promise.resolve();
      const away = { relay: false, rows: false };
      const tell = (): void => follower.connected(!away.relay && !away.rows);

      const end = (error?: Error): void => {
        clearTimeout(recheck);
        clearTimeout(wanting);
        unwatch();
        signal.removeEventListener('abort', onAbort);
        listener.close();
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
            away.rows = false;
          } catch (error) {
            if (error instanceof TurnNotFound) return end(error);
            away.rows = true;
            this.logger.warn(
              { err: error, turnId: turn.id },
              'could not read the turn; trying again',
            );
          }
          if (follower.done) return end();
          tell();
        });
      };
      // It begins anew with every token, so it is one timer that does, and not a new one each time.
      const recheck = setTimeout(() => {
        read();
        recheck.refresh();
      }, RECHECK_MS);

      const unwatch = this.relay.watch((connected) => {
        const back = connected && away.relay;
        away.relay = !connected;
        // What passed by meanwhile may have been the end.
        if (back) read();
        else tell();
      });

      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) return end();
      listener.pass((candidateId, event) => {
        if (signal.aborted) return;
        const need = follower.take(candidateId, event);
        if (need === 'row') read();
        if (need === 'snapshot') want();
        recheck.refresh();
      });
      void Promise.all([listener.listening, early?.soon]).then(([listening, fromStart]) => {
        if (fromStart) return;
        if (listening && follower.mayLack) want();
        read();
      });
    });
    return known;
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
