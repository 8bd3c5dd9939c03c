import { Inject, Injectable } from '@nestjs/common';
import { analyticsQueue, comingTopic, generationQueue, type FeedbackMode } from '@koi/contracts';
import { markDirty, newId, Transactions, type TurnEntity, type Tx } from '@koi/database';
import { logContext, type Logger } from '@koi/observability';
import type { Producer, Relay } from '@koi/queues';
import { Admission, InjectProducer, LOGGER, RELAY, RollupNudges } from '@koi/service';
import type { DrawnCandidate } from './draw-candidates.js';
import { OwedJobs } from './owed-jobs.js';
import { NewTurnsRepository, type OpeningConversation } from './new-turns.repository.js';

/** What a message became. */
export interface SentMessage {
  readonly conversationId: string;
  readonly turnId: string;
}

/** A message that was stored just now, as its row stands. */
export interface AcceptedTurn extends SentMessage {
  readonly parentCandidateId: string | null;
  readonly createdAt: Date;
  readonly candidates: readonly (DrawnCandidate & { readonly id: string })[];
}

export interface NewTurn extends Partial<
  Pick<TurnEntity, 'context' | 'historyHash' | 'parameters'>
> {
  readonly conversationId: string;
  readonly text: string;
  readonly feedbackMode: FeedbackMode;
  readonly idempotencyKey: string;
  readonly drawn: readonly DrawnCandidate[];
  /** The conversation this message opens; without it, it is sent in one that is there. */
  readonly opens?: OpeningConversation;
}

/** Another answer to a message; its position follows those that are there. */
export interface NewCandidate {
  readonly turnId: string;
  readonly idempotencyKey: string;
  readonly drawn: Omit<DrawnCandidate, 'position'>;
}

/** Somebody who hears a turn's answers from their beginning, as `soon` as it can be; that never rejects. */
export interface EarlyListener {
  readonly turnId: string;
  readonly candidateIds: readonly string[];
  readonly soon: Promise<unknown>;
}

/** Stores a message, wherever it came from: turn and candidates in one transaction, then one generation job a candidate. */
@Injectable()
export class TurnAcceptance {
  private readonly nudges: RollupNudges;
  private readonly admission = new Admission();

  constructor(
    private readonly transactions: Transactions,
    private readonly turns: NewTurnsRepository,
    @InjectProducer(generationQueue) private readonly generation: Producer<typeof generationQueue>,
    @InjectProducer(analyticsQueue) analytics: Producer<typeof analyticsQueue>,
    private readonly owed: OwedJobs,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.nudges = new RollupNudges(analytics);
  }

  /**
   * `prepare` runs first in the transaction, is told the ids of the new candidates, and answers the candidate that the
   * message replies to; a message that opens a conversation needs no more than one statement. With `early` the turn and
   * its candidates get the ids somebody listens for already, and the jobs wait until they do.
   */
  accept(
    turn: NewTurn,
    prepare?: (tx: Tx, candidateIds: readonly string[]) => Promise<string | null>,
    early?: EarlyListener,
  ): Promise<AcceptedTurn> {
    return this.admission.run(() => this.store(turn, prepare, early));
  }

  /** Adds one answer to a turn that is there already. `prepare` runs first in the transaction. */
  acceptCandidate(
    candidate: NewCandidate,
    prepare: (tx: Tx, candidateId: string) => Promise<void>,
  ): Promise<void> {
    return this.admission.run(() => this.storeCandidate(candidate, prepare));
  }

  private async store(
    turn: NewTurn,
    prepare?: (tx: Tx, candidateIds: readonly string[]) => Promise<string | null>,
    early?: EarlyListener,
  ): Promise<AcceptedTurn> {
    const turnId = early?.turnId ?? newId();
    const candidates = turn.drawn.map((drawn, index) => ({
      id: early?.candidateIds[index] ?? newId(),
      ...drawn,
    }));
    const candidateIds = candidates.map(({ id }) => id);
    const { drawn: _, opens, ...row } = turn;
    const insert = (tx: Tx, parentCandidateId: string | null): Promise<Date> =>
      this.turns.insert(tx, { id: turnId, parentCandidateId, ...row }, candidates, opens);
    let parentCandidateId: string | null = null;
    const createdAt = prepare
      ? await this.transactions.run(async (tx) => {
          parentCandidateId = await prepare(tx, candidateIds);
          return insert(tx, parentCandidateId);
        })
      : await insert(this.transactions.manager, null);
    await early?.soon;
    await this.announce(turnId, candidateIds, createdAt);
    const { conversationId } = turn;
    return { conversationId, turnId, parentCandidateId, createdAt, candidates };
  }

  private async storeCandidate(
    { turnId, idempotencyKey, drawn }: NewCandidate,
    prepare: (tx: Tx, candidateId: string) => Promise<void>,
  ): Promise<void> {
    const id = newId();
    const createdAt = await this.transactions.run(async (tx) => {
      await prepare(tx, id);
      const { modelId, modelVersion, side } = drawn;
      const written = await this.turns.insertCandidate(tx, {
        id,
        turnId,
        idempotencyKey,
        modelId,
        modelVersion,
        side,
      });
      await markDirty(tx, [written]);
      return written;
    });
    await this.announce(turnId, [id], createdAt);
  }

  /**
   * After the commit, never inside it. The turn is stored already: when the queue cannot be reached now, it gets the
   * jobs as soon as it is back, from here or from the sweeper, so the message is still accepted.
   */
  private async announce(
    turnId: string,
    candidateIds: readonly string[],
    createdAt: Date,
  ): Promise<void> {
    const requestId = logContext().requestId;
    // Nobody waits for it, and whoever is not there to hear it reads the order when the job comes.
    for (const id of candidateIds) this.relay.publish(comingTopic(id), null).catch(() => undefined);
    const jobs = candidateIds.map((candidateId) => ({
      candidateId,
      ...(requestId ? { requestId } : {}),
    }));
    try {
      await Promise.all(jobs.map((job) => this.generation.add(job)));
      this.logger.info({ turnId, candidateIds }, 'turn accepted');
    } catch (error) {
      this.logger.error(
        { err: error, turnId },
        'the queue cannot be reached; it is offered the jobs until it is back',
      );
      this.owed.remember(jobs);
    }
    this.nudge(createdAt);
  }

  /** Nobody waits for it: whoever asked waits for an answer, and the minute is marked dirty already. */
  private nudge(createdAt: Date): void {
    this.nudges
      .add([createdAt])
      .catch((err: unknown) =>
        this.logger.warn({ err }, 'could not nudge the analytics; the sweeper will'),
      );
  }
}
