import { Inject, Injectable } from '@nestjs/common';
import {
  analyticsNudge,
  analyticsQueue,
  ANALYTICS_SLICE_MS,
  generationQueue,
  type FeedbackMode,
} from '@koi/contracts';
import { markDirty, newId, Transactions, type TurnEntity, type Tx } from '@koi/database';
import { logContext, type Logger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, LOGGER } from '@koi/service';
import { ConversationsRepository } from './conversations.repository.js';
import type { DrawnCandidate } from './draw-candidates.js';

/** What a message became. */
export interface SentMessage {
  readonly conversationId: string;
  readonly turnId: string;
}

export interface NewTurn extends Partial<
  Pick<TurnEntity, 'context' | 'historyHash' | 'parameters'>
> {
  readonly conversationId: string;
  readonly text: string;
  readonly feedbackMode: FeedbackMode;
  readonly idempotencyKey: string;
  readonly drawn: readonly DrawnCandidate[];
}

/** Stores a message, wherever it came from: turn and candidates in one transaction, then one generation job a candidate. */
@Injectable()
export class TurnAcceptance {
  constructor(
    private readonly transactions: Transactions,
    private readonly conversations: ConversationsRepository,
    @InjectProducer(generationQueue) private readonly generation: Producer<typeof generationQueue>,
    @InjectProducer(analyticsQueue) private readonly analytics: Producer<typeof analyticsQueue>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `prepare` runs first in the transaction and answers the candidate that the message replies to. */
  async accept(turn: NewTurn, prepare: (tx: Tx) => Promise<string | null>): Promise<SentMessage> {
    const turnId = newId();
    const candidates = turn.drawn.map((drawn) => ({ id: newId(), turnId, ...drawn }));
    const { drawn: _, ...row } = turn;
    const createdAt = await this.transactions.run(async (tx) => {
      const parentCandidateId = await prepare(tx);
      const written = await this.conversations.insertTurn(
        tx,
        { id: turnId, parentCandidateId, ...row },
        candidates,
      );
      await markDirty(tx, [written]);
      return written;
    });
    await this.announce(turnId, candidates, createdAt);
    return { conversationId: turn.conversationId, turnId };
  }

  /**
   * After the commit, never inside it. The turn is stored already: when the queue cannot be reached now, the sweeper
   * adds the jobs later, so the message is still accepted.
   */
  private async announce(
    turnId: string,
    candidates: readonly { id: string }[],
    createdAt: Date,
  ): Promise<void> {
    const requestId = logContext().requestId;
    try {
      await Promise.all(
        candidates.map(({ id }) =>
          this.generation.add({ candidateId: id, ...(requestId ? { requestId } : {}) }),
        ),
      );
      this.logger.info({ turnId, candidateIds: candidates.map(({ id }) => id) }, 'turn accepted');
      await this.analytics.add(analyticsNudge(createdAt), { delayMs: ANALYTICS_SLICE_MS });
    } catch (error) {
      this.logger.error(
        { err: error, turnId },
        'the queue cannot be reached; the sweeper will add the jobs',
      );
    }
  }
}
