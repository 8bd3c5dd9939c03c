import { Injectable } from '@nestjs/common';
import type {
  CandidateState,
  FeedbackMode,
  FinishReason,
  RankingOutcome,
  Side,
  TurnState,
  VoteValue,
} from '@koi/contracts';
import {
  CandidateEntity,
  ConversationEntity,
  Transactions,
  TurnEntity,
  type Tx,
} from '@koi/database';

export interface ConversationRow {
  readonly id: string;
  readonly chatbotId: string;
  readonly chatbot: string;
  readonly feedbackMode: FeedbackMode;
  readonly revealModels: boolean;
  readonly title: string;
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
}

const CONVERSATION = `
  select c.id, c.chatbot_id as "chatbotId", b.slug as chatbot, b.feedback_mode as "feedbackMode",
         b.reveal_models as "revealModels", c.title, c.created_at as "createdAt", c.updated_at as "updatedAt",
         to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAtExact"
  from conversation c join chatbot b on b.id = c.chatbot_id`;

const TURN = `
  select t.id, t.conversation_id as "conversationId", t.parent_candidate_id as "parentCandidateId", t.text, t.state,
         t.feedback_mode as "feedbackMode", b.reveal_models as "revealModels", t.created_at as "createdAt",
         (select nullif(f.value, 'undo') from current_feedback f
          where f.participant_id = c.participant_id and f.kind = 'ranking' and f.target_id = t.id) as ranking,
         (select coalesce(json_agg(json_build_object(
            'id', a.id, 'side', a.side, 'state', a.state, 'attempt', a.attempt, 'text', a.text,
            'finishReason', a.finish_reason, 'failureDetail', a.failure_detail, 'model', m.label,
            'vote', (select nullif(f.value, 'undo') from current_feedback f
                     where f.participant_id = c.participant_id and f.kind = 'vote' and f.target_id = a.id)
          ) order by a.position), '[]')
          from candidate a join model m on m.id = a.model_id where a.turn_id = t.id) as candidates
  from turn t join conversation c on c.id = t.conversation_id join chatbot b on b.id = c.chatbot_id`;

@Injectable()
export class ConversationsRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(
    id: string,
    participantId: string,
    options: { deleted?: boolean } = {},
  ): Promise<ConversationRow | undefined> {
    const [row] = await this.transactions.manager.query<ConversationRow[]>(
      `${CONVERSATION} where c.id = $1 and c.participant_id = $2 ${options.deleted ? '' : 'and c.deleted_at is null'}`,
      [id, participantId],
    );
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
       where c.participant_id = $1 and c.deleted_at is null
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
    const [row] = await this.transactions.manager.query<TurnRow[]>(
      `${TURN} where t.id = $1 and c.participant_id = $2 and c.deleted_at is null`,
      [id, participantId],
    );
    return row;
  }

  async turnOfCandidate(
    tx: Tx,
    candidateId: string,
    conversationId: string,
  ): Promise<TurnRow | undefined> {
    const [row] = await tx.query<TurnRow[]>(
      `${TURN} where t.conversation_id = $2 and t.id = (select turn_id from candidate where id = $1)`,
      [candidateId, conversationId],
    );
    return row;
  }

  async lastTurn(tx: Tx, conversationId: string): Promise<TurnRow | undefined> {
    const [row] = await tx.query<TurnRow[]>(
      `${TURN} where t.conversation_id = $1 order by t.id desc limit 1`,
      [conversationId],
    );
    return row;
  }

  /** The turn a key was used for, with what tells whether the same message was meant. */
  async findByKey(
    idempotencyKey: string,
  ): Promise<
    { id: string; conversationId: string; participantId: string; text: string } | undefined
  > {
    const [row] = await this.transactions.manager.query<
      { id: string; conversationId: string; participantId: string; text: string }[]
    >(
      `select t.id, t.conversation_id as "conversationId", c.participant_id as "participantId", t.text
       from turn t join conversation c on c.id = t.conversation_id where t.idempotency_key = $1`,
      [idempotencyKey],
    );
    return row;
  }

  async insertConversation(
    tx: Tx,
    row: Pick<ConversationEntity, 'id' | 'chatbotId' | 'participantId' | 'title'>,
  ): Promise<void> {
    await tx.insert(ConversationEntity, row);
  }

  /**
   * Holds the conversation until the transaction ends, so that two messages sent at once take turns and no ranking
   * of it changes meanwhile. False when it has been deleted.
   */
  async lockAndTouch(tx: Tx, conversationId: string): Promise<boolean> {
    const [, affected] = await tx.query<[unknown[], number]>(
      `update conversation set updated_at = now() where id = $1 and deleted_at is null`,
      [conversationId],
    );
    return affected > 0;
  }

  async hasPendingTurn(tx: Tx, conversationId: string): Promise<boolean> {
    return tx.existsBy(TurnEntity, { conversationId, state: 'pending' });
  }

  /** Returns when the turn was written: the moment its rollup is dirty at. */
  async insertTurn(
    tx: Tx,
    turn: Pick<
      TurnEntity,
      'id' | 'conversationId' | 'parentCandidateId' | 'text' | 'feedbackMode' | 'idempotencyKey'
    > &
      Partial<Pick<TurnEntity, 'context' | 'historyHash' | 'parameters'>>,
    candidates: Pick<
      CandidateEntity,
      'id' | 'turnId' | 'modelId' | 'modelVersion' | 'position' | 'side'
    >[],
  ): Promise<Date> {
    await tx.insert(TurnEntity, turn);
    await tx.insert(CandidateEntity, candidates);
    const { createdAt } = await tx.findOneOrFail(TurnEntity, {
      select: { createdAt: true },
      where: { id: turn.id },
    });
    return createdAt;
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
