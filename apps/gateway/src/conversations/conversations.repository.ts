import { Injectable } from '@nestjs/common';
import { conversationPath } from '@koi/contracts';
import type {
  CandidateState,
  FeedbackMode,
  FinishReason,
  RankingOutcome,
  RankingStrength,
  Side,
  TreeTurn,
  TurnState,
  VoteValue,
} from '@koi/contracts';
import { ConversationEntity, runPrepared, Transactions, TurnEntity, type Tx } from '@koi/database';
import { openTo } from '../access/access.repository.js';
import {
  CONVERSATION,
  findByKey,
  findConversation,
  findPendingTurn,
  findTurn,
  findTurnOfCandidate,
  lockAndTouch,
  TURN,
} from './conversation-statements.js';

export interface ConversationRow {
  readonly id: string;
  readonly chatbotId: string;
  readonly inviteId: string | null;
  readonly chatbot: string;
  readonly feedbackMode: FeedbackMode;
  readonly revealModels: boolean;
  readonly title: string;
  readonly currentCandidateId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** `updatedAt` with the microseconds of Postgres, which a Date loses: pages are cut by it. */
  readonly updatedAtExact: string;
}

export interface TurnRow {
  readonly id: string;
  readonly conversationId: string;
  readonly parentCandidateId: string | null;
  readonly text: string;
  readonly state: TurnState;
  readonly feedbackMode: FeedbackMode;
  readonly revealModels: boolean;
  readonly createdAt: Date;
  readonly ranking: RankingOutcome | null;
  readonly rankingReasons: string[] | null;
  readonly rankingStrength: RankingStrength | null;
  readonly candidates: readonly CandidateRow[];
}

interface CandidateRow {
  readonly id: string;
  readonly side: Side;
  readonly state: CandidateState;
  readonly attempt: number;
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly failureDetail: string | null;
  readonly model: string;
  readonly vote: VoteValue | null;
  readonly voteReasons: string[] | null;
  readonly correction: string | null;
  readonly comment: string | null;
}

/** The turn a key was used for. */
interface KeyedTurn {
  readonly id: string;
  readonly conversationId: string;
  readonly participantId: string;
  readonly parentCandidateId: string | null;
  readonly text: string;
}

@Injectable()
export class ConversationsRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(
    id: string,
    participantId: string,
    options: { deleted?: boolean } = {},
  ): Promise<ConversationRow | undefined> {
    const [row] = await runPrepared<ConversationRow>(this.transactions.manager, findConversation, [
      id,
      participantId,
      options.deleted ?? false,
    ]);
    return row;
  }

  /** One page, the latest first; `before` is the last row of the page before. */
  list(
    participantId: string,
    filter: {
      chatbot?: string;
      search?: string;
      before?: { updatedAt: string; id: string };
      limit: number;
    },
  ): Promise<ConversationRow[]> {
    return this.transactions.manager.query<ConversationRow[]>(
      `${CONVERSATION}
       where c.participant_id = $1 and c.deleted_at is null and ${openTo('$1')}
         and ($2::text is null or b.slug = $2)
         and ($3::text is null or c.title ilike '%' || $3 || '%' or exists (
               select 1 from turn t where t.conversation_id = c.id and t.text ilike '%' || $3 || '%'))
         and ($4::timestamptz is null or (c.updated_at, c.id) < ($4, $5::uuid))
       order by c.updated_at desc, c.id desc limit $6`,
      [
        participantId,
        filter.chatbot ?? null,
        filter.search ? escapeLike(filter.search) : null,
        filter.before?.updatedAt ?? null,
        filter.before?.id ?? null,
        filter.limit,
      ],
    );
  }

  async rename(id: string, participantId: string, title: string): Promise<void> {
    await this.transactions.manager.update(ConversationEntity, { id, participantId }, { title });
  }

  async setDeleted(id: string, participantId: string, deletedAt: Date | null): Promise<boolean> {
    const { affected } = await this.transactions.manager.update(
      ConversationEntity,
      { id, participantId },
      { deletedAt },
    );
    return (affected ?? 0) > 0;
  }

  turns(conversationId: string): Promise<TurnRow[]> {
    return this.transactions.manager.query<TurnRow[]>(
      `${TURN} where t.conversation_id = $1 order by t.id`,
      [conversationId],
    );
  }

  async findTurn(id: string, participantId: string): Promise<TurnRow | undefined> {
    const values = [id, participantId];
    const [row] = await runPrepared<TurnRow>(this.transactions.manager, findTurn, values);
    return row;
  }

  async turnOfCandidate(
    tx: Tx,
    candidateId: string,
    conversationId: string,
  ): Promise<TurnRow | undefined> {
    const values = [candidateId, conversationId];
    const [row] = await runPrepared<TurnRow>(tx, findTurnOfCandidate, values);
    return row;
  }

  async turnOf(tx: Tx, turnId: string, conversationId: string): Promise<TurnRow | undefined> {
    const [row] = await tx.query<TurnRow[]>(`${TURN} where t.conversation_id = $2 and t.id = $1`, [
      turnId,
      conversationId,
    ]);
    return row;
  }

  /** The answer at the end of the chosen path. */
  async leaf(
    tx: Tx,
    conversationId: string,
    currentCandidateId: string | null,
  ): Promise<string | undefined> {
    const turns = await tx.query<TreeTurn[]>(
      `select t.id, t.parent_candidate_id as "parentCandidateId",
              (select coalesce(json_agg(json_build_object('id', a.id)), '[]')
               from candidate a where a.turn_id = t.id) as candidates
       from turn t where t.conversation_id = $1`,
      [conversationId],
    );
    return conversationPath(turns, currentCandidateId).at(-1)?.candidateId;
  }

  /** The turn a key was used for, with what tells whether the same message was meant. */
  async findByKey(idempotencyKey: string): Promise<KeyedTurn | undefined> {
    const { manager } = this.transactions;
    const [row] = await runPrepared<KeyedTurn>(manager, findByKey, [idempotencyKey]);
    return row;
  }

  /** The turn an answer was asked for anew with a key. */
  async findRegenerated(
    idempotencyKey: string,
  ): Promise<{ turnId: string; conversationId: string; participantId: string } | undefined> {
    const [row] = await this.transactions.manager.query<
      { turnId: string; conversationId: string; participantId: string }[]
    >(
      `select t.id as "turnId", t.conversation_id as "conversationId", c.participant_id as "participantId"
       from candidate a join turn t on t.id = a.turn_id join conversation c on c.id = t.conversation_id
       where a.idempotency_key = $1`,
      [idempotencyKey],
    );
    return row;
  }

  /**
   * Holds the conversation until the transaction ends, so that two messages sent at once take turns and no ranking
   * of it changes meanwhile. The chosen path leads to `currentCandidateId` from now on; answers where it led before,
   * or `undefined` when the conversation has been deleted.
   */
  async lockAndTouch(
    tx: Tx,
    conversationId: string,
    currentCandidateId: string | null = null,
  ): Promise<{ before: string | null } | undefined> {
    const [row] = await runPrepared<{ before: string | null }>(tx, lockAndTouch, [
      conversationId,
      currentCandidateId,
    ]);
    return row;
  }

  /** False when the answer is not one of the conversation. */
  async setCurrent(conversationId: string, candidateId: string): Promise<boolean> {
    const [, affected] = await this.transactions.manager.query<[unknown[], number]>(
      `update conversation c set current_candidate_id = a.id
       from candidate a join turn t on t.id = a.turn_id
       where c.id = $1 and a.id = $2 and t.conversation_id = c.id`,
      [conversationId, candidateId],
    );
    return affected > 0;
  }

  async hasPendingTurn(tx: Tx, conversationId: string): Promise<boolean> {
    const rows = await runPrepared(tx, findPendingTurn, [conversationId]);
    return rows.length > 0;
  }

  /** Leaves a mark that model-proxy finds even when the stop message is lost. */
  async requestStop(turnId: string, at: Date): Promise<void> {
    await this.transactions.manager.update(
      TurnEntity,
      { id: turnId, state: 'pending' },
      { stopRequestedAt: at },
    );
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
